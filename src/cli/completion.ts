import { OptionError } from "../index";
import { typedName } from "./arguments";
import type { Command } from "./command";
import { type Terminal, writeTo } from "./terminal";

type Commands = Readonly<Record<string, Command>>;

const flags = (command: Command) =>
	Object.values(command.options([])).flatMap((group) => Object.keys(group).map((name) => `--${typedName(name)}`));

function bash(commands: Commands): string {
	const cases = Object.entries(commands).map(
		([name, command]) => `\t\t${name}) words="${flags(command).join(" ")}" ;;`,
	);
	return `_standin() {
	local current="\${COMP_WORDS[COMP_CWORD]}" words
	if [ "$COMP_CWORD" = 1 ]; then COMPREPLY=($(compgen -W "${Object.keys(commands).join(" ")}" -- "$current")); return; fi
	case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
	esac
	case "$current" in
		-*) COMPREPLY=($(compgen -W "$words --json --quiet --help" -- "$current")) ;;
		*) COMPREPLY=($(compgen -f -- "$current")) ;;
	esac
}
complete -o filenames -F _standin standin
`;
}

const quoted = (text: string) => text.replaceAll("'", "").replaceAll(/[[\]:]/g, "");

function zsh(commands: Commands): string {
	const listed = Object.entries(commands).map(([name, { summary }]) => `\t\t'${name}:${quoted(summary)}'`);
	const cases = Object.entries(commands).map(
		([name, command]) =>
			`\t\t${name}) _arguments ${flags(command)
				.map((flag) => `'${flag}'`)
				.join(" ")} '*:file:_files' ;;`,
	);
	return `#compdef standin
_standin() {
	local -a commands
	commands=(
${listed.join("\n")}
	)
	if (( CURRENT == 2 )); then _describe command commands; return; fi
	case "\${words[2]}" in
${cases.join("\n")}
	esac
}
compdef _standin standin
`;
}

function fish(commands: Commands): string {
	const lines = Object.entries(commands).flatMap(([name, command]) => [
		`complete -c standin -n __fish_use_subcommand -a ${name} -d '${quoted(command.summary)}'`,
		...flags(command).map((flag) => `complete -c standin -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`),
	]);
	return `${lines.join("\n")}\n`;
}

const SHELLS: Readonly<Record<string, (commands: Commands) => string>> = { bash, zsh, fish };

/** What a shell must run to complete commands and options. */
export function completion(commands: Commands): Command {
	return {
		summary: "Writes what a shell needs to complete commands and options.",
		arguments: ["bash|zsh|fish"],
		names: true,
		options: () => ({}),
		examples: [
			["source <(standin completion bash)", "for this shell; put it into ~/.bashrc to keep it"],
			["standin completion fish > ~/.config/fish/completions/standin.fish", "for fish"],
		],
		async run({ arguments: [shell = ""] }, { stdout }: Terminal) {
			const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
			if (!script)
				throw new OptionError(`standin completes in ${Object.keys(SHELLS).join(", ")}, not in “${shell}”.`, {
					value: shell,
				});
			await writeTo(stdout, script(commands));
			return undefined;
		},
	};
}
