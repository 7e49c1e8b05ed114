#!/usr/bin/env bash
# A Slurm of one machine out of Debian's packages, without installing them: to try an array job, or to test one.
#   one-machine.sh start FOLDER [CORES]   unpacks, starts slurmctld and slurmd; then: . FOLDER/env
#   one-machine.sh stop FOLDER            ends both
# Nobody is asked who they are (auth/none): only for a machine of your own.
set -euo pipefail
command=$1
folder=$(mkdir -p "$2" && cd "$2" && pwd)
root=$folder/root

start() {
	if [ ! -x "$root/usr/sbin/slurmctld-wlm" ]; then
		mkdir -p "$folder/debs" "$root"
		# With the libraries that a bare machine lacks.
		(cd "$folder/debs" && apt-get download -qq slurmctld slurmd slurm-client slurm-wlm-basic-plugins \
			libmunge2 liblua5.1-0 libhwloc15 libnuma1 libjson-c5 liblz4-1 libdbus-1-3 libyaml-0-2 libreadline8 2>/dev/null)
		for deb in "$folder"/debs/*.deb; do dpkg -x "$deb" "$root"; done
	fi
	local libraries host cores
	libraries=$(dirname "$(find "$root/usr/lib" -name 'liblua5.1.so.0' | head -1)")
	plugins=$(dirname "$(find "$root/usr/lib" -name 'auth_none.so' | head -1)")
	host=$(hostname -s)
	cores=${3:-$(nproc)}
	mkdir -p "$folder/state" "$folder/spool"
	cat >"$folder/slurm.conf" <<-CONF
		ClusterName=one
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=${STANDIN_SLURM_PORT:-16817}
		SlurmdPort=$((${STANDIN_SLURM_PORT:-16817} + 1))
		AuthType=auth/none
		CredType=cred/none
		ProctrackType=proctrack/pgid
		TaskPlugin=task/none
		SwitchType=switch/none
		MpiDefault=none
		JobAcctGatherType=jobacct_gather/none
		SchedulerType=sched/builtin
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		ReturnToService=2
		SlurmUser=$(id -un)
		SlurmdUser=$(id -un)
		StateSaveLocation=$folder/state
		SlurmdSpoolDir=$folder/spool
		SlurmctldPidFile=$folder/slurmctld.pid
		SlurmdPidFile=$folder/slurmd.pid
		SlurmctldLogFile=$folder/slurmctld.log
		SlurmdLogFile=$folder/slurmd.log
		PluginDir=$plugins
		NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
		PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
	CONF
	cat >"$folder/env" <<-ENV
		export SLURM_CONF="$folder/slurm.conf" LD_LIBRARY_PATH="$libraries:$plugins" PATH="$root/usr/bin:\$PATH"
	ENV
	. "$folder/env"
	"$root/usr/sbin/slurmctld-wlm" -f "$folder/slurm.conf"
	"$root/usr/sbin/slurmd-wlm" -f "$folder/slurm.conf" -d "$(find "$root/usr/sbin" -name slurmstepd-wlm)"
	for _ in $(seq 50); do
		if [ "$(sinfo -h -o %t 2>/dev/null)" = idle ]; then return; fi
		sleep 0.2
	done
	echo "Slurm did not start; see $folder/slurmctld.log and $folder/slurmd.log" >&2
	return 1
}

stop() {
	for pid in "$folder"/slurmd.pid "$folder"/slurmctld.pid; do
		if [ -f "$pid" ]; then kill "$(cat "$pid")" 2>/dev/null || true; fi
	done
}

"$command" "$@"
