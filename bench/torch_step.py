"""The default generator's training and drawing step in PyTorch, for comparison: prints one line of JSON.

Takes one argument, JSON: rows, drawRows, width, layers, scalars, states (of each column), embeddingRows (of each
column), steps. Runs on the GPU where there is one. Two thirds of the cells are masked, as in the bench beside it.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F

shape = json.loads(sys.argv[1])
device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
torch.manual_seed(1)
width, states, steps = shape["width"], shape["states"], shape["steps"]
offsets = [sum(shape["embeddingRows"][:f]) for f in range(len(states))]


def matrix(rows, columns):
    return torch.nn.Parameter(torch.randn(rows, columns, device=device) / rows**0.5)


embedding = matrix(sum(shape["embeddingRows"]), width)
scalar_matrix = matrix(shape["scalars"], width)
blocks = [(matrix(width, width), torch.nn.Parameter(torch.zeros(width, device=device))) for _ in range(shape["layers"])]
heads = [(matrix(width, k), torch.nn.Parameter(torch.zeros(k, device=device))) for k in states]
matrices = [embedding, scalar_matrix] + [m for m, _ in blocks + heads]
biases = [b for _, b in blocks + heads]
parameters = matrices + biases
averages = [p.detach().clone() for p in parameters]
optimiser = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0.0}],
    lr=1e-3,
    betas=(0.9, 0.99),
    foreach=True,
)


def batch(rows):
    codes = torch.stack([torch.randint(0, n, (rows,)) + at for n, at in zip(shape["embeddingRows"], offsets)], 1)
    return codes.to(device), torch.randn(rows, shape["scalars"], device=device)


def last(codes, scalars):
    h = embedding[codes].sum(1) + scalars @ scalar_matrix
    for m, b in blocks:
        h = h + F.silu(h) @ m + b
    return F.silu(h)


codes, scalars = batch(shape["rows"])
cells = []
for k in states:
    rows = (torch.rand(shape["rows"]) < 2 / 3).nonzero()[:, 0]
    cells.append((rows.to(device), torch.randint(0, k, (len(rows),)).to(device)))


def train():
    a = last(codes, scalars)
    loss = sum(F.cross_entropy(a[rows] @ v + c, goal, reduction="sum") for (v, c), (rows, goal) in zip(heads, cells))
    optimiser.zero_grad(set_to_none=True)
    (loss / (shape["rows"] * len(states))).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0, foreach=True)
    optimiser.step()
    with torch.no_grad():
        torch._foreach_lerp_(averages, [p.detach() for p in parameters], 0.005)


draw_codes, draw_scalars = batch(shape["drawRows"])


@torch.no_grad()
def draw():
    v, c = heads[0]
    torch.multinomial(F.softmax(last(draw_codes, draw_scalars) @ v + c, 1), 1).cpu()


def milliseconds(step):
    for _ in range(max(3, steps // 10)):
        step()
    if device == "cuda":
        torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    if device == "cuda":
        torch.cuda.synchronize()
    elif device == "mps":
        torch.mps.synchronize()
    return 1000 * (time.perf_counter() - start) / steps


name = torch.cuda.get_device_name() if device == "cuda" else device
print(json.dumps({"version": torch.__version__, "device": name, "train": milliseconds(train), "draw": milliseconds(draw)}))
