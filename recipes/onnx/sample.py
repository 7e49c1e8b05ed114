"""Samples rows from what `standin export --onnx` wrote: python3 sample.py MODEL.onnx ROWS [SEED] > rows.csv

Needs onnxruntime and numpy. What stands around a generator (invented identifiers, constraints) is not in the file.
"""
import csv
import json
import sys

import numpy
import onnxruntime

BATCH = 4096
GOLDEN = (5**0.5 - 1) / 2


def order_of(plan, random):
    """Tokens in the order of sampling; a remainder follows its quotient."""
    tokens = plan["tokens"]
    heads = [f for f, token in enumerate(tokens) if "remainderOf" not in token]
    if not plan["ordered"]:
        random.shuffle(heads)
    return [f for head in heads for f in (head, head + 1) if f == head or (f < len(tokens) and "remainderOf" in tokens[f])]


def spread(sampled, rows, random):
    """A uniform number for every row, spread evenly over rows that are alike in what is sampled already.

    Rows sorted by their states, the latest first, take the points of a shifted lattice (array-RQMC: L'Ecuyer, Lecot and
    Tuffin 2008, section 3).
    """
    mixed = random.permutation(rows)
    alike = numpy.lexsort([states[mixed] for states in sampled]) if sampled else numpy.arange(rows)
    uniform = numpy.empty(rows)
    uniform[mixed[alike]] = (random.random() + numpy.arange(rows) * GOLDEN) % 1
    return uniform


def draw(logits, uniform):
    """A state for every row, each with the probability that its logits give it."""
    weights = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    below = numpy.cumsum(weights, axis=1)
    reached = uniform[:, None] * below[:, -1:]
    return numpy.minimum((below <= reached).sum(axis=1), logits.shape[1] - 1)


def sample_batch(session, plan, rows, random):
    """Cells of every column, as positions in its texts."""
    tokens, cells = plan["tokens"], plan["cells"]
    states = numpy.full((rows, len(tokens)), -1, dtype=numpy.int64)
    scores = numpy.zeros((rows, len(tokens)), dtype=numpy.float32)
    within = random.integers(cells, size=states.shape)
    order = order_of(plan, random)
    sampled = []
    for start in range(0, len(order), plan["together"]):
        step = sorted(order[start : start + plan["together"]])
        found = session.run([f"logits_{f}" for f in step], {"states": states, "scores": scores})
        for f, logits in zip(step, found):
            token = tokens[f]
            if "remainderOf" in token:
                left = token["remainderOf"] - states[:, f - 1] * token["states"]
                logits = numpy.where(numpy.arange(token["states"]) < left[:, None], logits, -numpy.inf)
            states[:, f] = draw(logits.astype(numpy.float64), spread(sampled, rows, random))
            sampled.append(states[:, f])
            if "scores" in token:
                known = numpy.array(token["scores"], dtype=numpy.float32)
                place = states[:, f] * cells + within[:, f]
                scores[:, f] = numpy.where(place < len(known), known[numpy.minimum(place, len(known) - 1)], 0)
    columns = []
    for column in plan["columns"]:
        f = column["token"]
        if f < 0:
            columns.append(random.integers(len(column["texts"]), size=rows))
            continue
        code = states[:, f]
        if f + 1 < len(tokens) and "remainderOf" in tokens[f + 1]:
            code = code * tokens[f + 1]["states"] + states[:, f + 1]
        columns.append(code * cells + within[:, f])
    return columns


def main(path, rows, seed="0"):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    plan = json.loads(session.get_modelmeta().custom_metadata_map["standin"])
    random = numpy.random.default_rng(int(seed))
    out = csv.writer(sys.stdout)
    out.writerow(column["name"] for column in plan["columns"])
    for start in range(0, int(rows), BATCH):
        batch = sample_batch(session, plan, min(BATCH, int(rows) - start), random)
        texts = [[column["texts"][i] for i in places] for column, places in zip(plan["columns"], batch)]
        out.writerows(zip(*texts))


if __name__ == "__main__":
    main(*sys.argv[1:])
