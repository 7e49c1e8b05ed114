"""Untested. The shards of one run as tasks of Spark: spark-submit standin_shards.py N FOLDER ENDING COMMAND…"""
import subprocess
import sys

from pyspark.sql import SparkSession


def make(shard, shards, folder, ending, command):
    part = f"{folder}/part-{shard:05d}.{ending}"
    subprocess.run(["npx", "standin", *command, "--shard", f"{shard}/{shards}", "--out", part, "--quiet"], check=True)
    return part


if __name__ == "__main__":
    shards, folder, ending, *command = sys.argv[1:]
    spark = SparkSession.builder.appName("standin").getOrCreate()
    numbers = spark.sparkContext.parallelize(range(1, int(shards) + 1), int(shards))
    numbers.map(lambda shard: make(shard, shards, folder, ending, command)).collect()
