"""Tables of a prior in the layout that trainers of prior-fitted networks read: python3 to_hdf5.py OUT.h5 PART.parquet…

The layout is that of the dumps of nanoTabPFN and TFM-Playground. Needs pyarrow, h5py and numpy. SPLIT is the share of the
rows that are context (default 0.5); every table has the same number of rows.
"""
import os
import sys

import h5py
import numpy
import pyarrow.parquet


def tables(paths):
    """Features and target of every table, a row group each."""
    for path in paths:
        file = pyarrow.parquet.ParquetFile(path)
        for group in range(file.num_row_groups):
            table = file.read_row_group(group).to_pydict()
            names = [name for name in table if name.startswith("x")]
            features = numpy.array([table[name] for name in names], dtype=numpy.float32).T
            yield features, numpy.array(table["target"], dtype=numpy.float32)


def main(out, *paths):
    share = float(os.environ.get("SPLIT", "0.5"))
    with h5py.File(out, "w") as file:
        count = sum(pyarrow.parquet.ParquetFile(path).num_row_groups for path in paths)
        classes = 0
        for i, (features, target) in enumerate(tables(paths)):
            rows, width = features.shape
            if i == 0:
                file.create_dataset("X", shape=(count, rows, width), dtype="f4", chunks=(1, rows, width))
                file.create_dataset("y", shape=(count, rows), dtype="f4")
                file["num_datapoints"] = numpy.full(count, rows, dtype="i4")
                file["single_eval_pos"] = numpy.full(count, int(rows * share), dtype="i4")
                file.create_dataset("num_features", shape=(count,), dtype="i4")
            # A table of fewer features than the file is filled up: absent columns hold nothing at all.
            file["num_features"][i] = int((~numpy.isnan(features)).any(axis=0).sum())
            file["X"][i] = numpy.nan_to_num(features, nan=0.0)
            file["y"][i] = target
            classes = max(classes, int(target.max()) + 1)
        file["max_num_classes"] = numpy.array([classes])


if __name__ == "__main__":
    main(*sys.argv[1:])
