/** Compute kernels as data: what a WGSL program is given, and its text. */

/** A storage buffer of a kernel. */
export interface BufferSpec {
	/** Its name in the text. */
	readonly name: string;
	/** Type of its elements. */
	readonly type: "f32" | "u32" | "vec4f";
	/** Whether the kernel writes it. */
	readonly write?: boolean;
}

/** Scalar types of a kernel's fields. */
export type FieldType = "u32" | "f32";

/**
 * One WGSL program. It stays within WebGPU's default limits: 8 storage buffers, 256 threads, 16 KB of workgroup memory.
 * Workgroups are numbered from 0 along one line, so that the dispatcher can run any stretch of them by itself.
 */
export interface Kernel<Field extends string = string> {
	/** For error messages and labels. */
	readonly name: string;
	/** Storage buffers, in the order in which `bind` takes them. */
	readonly buffers: readonly BufferSpec[];
	/** Scalars of a call, read as `call.NAME`. At most 62. */
	readonly fields: Readonly<Record<Field, FieldType>>;
	/** Threads of a workgroup. */
	readonly threads: number;
	/** Declarations, and `fn work(t: u32, w: u32)`: what thread t of workgroup w does. Barriers are allowed. */
	readonly code: string;
}

/** The whole text of a kernel. */
export function kernelSource({ buffers, fields, threads, code }: Kernel): string {
	const members = Object.entries(fields).map(([name, type]) => `${name}: ${type},`);
	const bindings = buffers.map(
		({ name, type, write }, i) =>
			`@group(1) @binding(${i}) var<storage, ${write ? "read_write" : "read"}> ${name}: array<${type}>;`,
	);
	return `struct Call { first: u32, end: u32, ${members.join(" ")} }
@group(0) @binding(0) var<uniform> call: Call;
${bindings.join("\n")}
${code}
@compute @workgroup_size(${threads}) fn main(
	@builtin(local_invocation_index) t: u32,
	@builtin(workgroup_id) id: vec3u,
	@builtin(num_workgroups) all: vec3u,
) {
	let w = call.first + id.x + id.y * all.x;
	if (w < call.end) { work(t, w); }
}
`;
}
