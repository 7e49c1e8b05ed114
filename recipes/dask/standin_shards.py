"""The shards of one run as a Dask bag: python3 standin_shards.py N FOLDER ENDING COMMAND…

e.g. python3 standin_shards.py 8 parts csv sample visits.standin --rows 10000000 --seed 1
DASK_SCHEDULER names the address of a scheduler; without it, this machine's cores are used.
"""
import os
import shlex
import subprocess
import sys

import dask.bag
from distributed import Client


def make(shard, shards, folder, ending, command):
    part = f"{folder}/part-{shard:05d}.{ending}"
    standin = shlex.split(os.environ.get("STANDIN", "npx standin"))
    subprocess.run([*standin, *command, "--shard", f"{shard}/{shards}", "--out", part, "--quiet"], check=True)
    return part


if __name__ == "__main__":
    shards, folder, ending, *command = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    with Client(os.environ.get("DASK_SCHEDULER")):
        numbers = dask.bag.from_sequence(range(1, int(shards) + 1), npartitions=int(shards))
        for part in numbers.map(make, int(shards), folder, ending, command).compute():
            print(part)
