"""TabDDPM's training step in PyTorch on one thread, from the equations of Kotelnikov et al. (ICML 2023).

Takes one argument, JSON: numbers, levels (of each category), classes, batch, timesteps, layers, steps. Prints one line
of JSON: the best and the median milliseconds a step, and the mean of its processor time. Gaussian diffusion with mean squared error on the noise,
multinomial diffusion (Hoogeboom et al. 2021) with the variational bound on log one-hot inputs, a class-conditional MLP
with 128-dimensional time embeddings, AdamW.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
given = json.loads(sys.argv[1])
N, levels, B, T = given["numbers"], given["levels"], given["batch"], given["timesteps"]
DIM = 128
width = N + sum(levels)

# Cosine schedule (Nichol and Dhariwal 2021, eq. 17).
f = torch.cos((torch.arange(T + 1) / T + 0.008) / 1.008 * math.pi / 2) ** 2
alpha = (f[1:] / f[:-1]).clamp(min=0.001)
bar = torch.cumprod(alpha, 0)
log_alpha, log_bar = alpha.log(), bar.log()
log_rest, log_bar_rest = (1 - alpha + 1e-40).log(), (1 - bar + 1e-40).log()


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(DIM, DIM), nn.SiLU(), nn.Linear(DIM, DIM))
        self.label = nn.Embedding(given["classes"], DIM)
        self.inputs = nn.Linear(width, DIM)
        sizes = [DIM, *given["layers"]]
        layers = [m for i, o in zip(sizes, sizes[1:]) for m in (nn.Linear(i, o), nn.ReLU())]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], width))

    def forward(self, x, t, y):
        rates = torch.exp(-math.log(10_000) * torch.arange(DIM // 2) / (DIM // 2))
        angles = t[:, None].float() * rates
        h = self.time(torch.cat([angles.cos(), angles.sin()], 1)) + F.silu(self.label(y))
        return self.layers(self.inputs(x) + h)


def at(table, t):
    return table[t][:, None]


def columns(x):
    return torch.split(x, levels, 1)


log_levels = torch.cat([torch.full((k,), math.log(k)) for k in levels])


def diffuse(log_x, log_keep, log_lose):
    """log(keep · x + lose / K)."""
    return torch.logaddexp(log_x + log_keep, log_lose - log_levels)


def posterior(log_x0, log_xt, t):
    """log q(x_{t−1} | x_t, x_0), per column normalised."""
    before = (t - 1).clamp(min=0)
    earlier = torch.where(t[:, None] == 0, log_x0, diffuse(log_x0, at(log_bar, before), at(log_bar_rest, before)))
    joint = earlier + diffuse(log_xt, at(log_alpha, t), at(log_rest, t))
    return torch.cat([F.log_softmax(column, 1) for column in columns(joint)], 1)


def log_one_hot(codes):
    hot = torch.cat([F.one_hot(codes[:, c], k) for c, k in enumerate(levels)], 1)
    return hot.float().clamp(min=1e-30).log()


def draw(log_p):
    """One level a column, by the Gumbel maximum."""
    noisy = log_p - torch.log(-torch.log(torch.rand_like(log_p) + 1e-30) + 1e-30)
    return log_one_hot(torch.stack([column.argmax(1) for column in columns(noisy)], 1))


def divergence(log_p, log_q):
    return (log_p.exp() * (log_p - log_q)).sum(1)


net = Denoiser()
optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-4)
numbers = torch.randn(B, N)
codes = torch.stack([torch.randint(0, k, (B,)) for k in levels], 1)
labels = torch.randint(0, given["classes"], (B,))


def train():
    t = torch.randint(0, T, (B,))
    noise = torch.randn(B, N)
    x = at(bar, t).sqrt() * numbers + (1 - at(bar, t)).sqrt() * noise
    log_x0 = log_one_hot(codes)
    log_xt = draw(diffuse(log_x0, at(log_bar, t), at(log_bar_rest, t)))
    out = net(torch.cat([x, log_xt], 1), t, labels)
    log_x0_hat = torch.cat([F.log_softmax(column, 1) for column in columns(out[:, N:])], 1)
    model = posterior(log_x0_hat, log_xt, t)
    bound = divergence(posterior(log_x0, log_xt, t), model)
    likelihood = -(log_x0.exp() * model).sum(1)
    last = torch.full_like(t, T - 1)
    prior = divergence(diffuse(log_x0, at(log_bar, last), at(log_bar_rest, last)), -log_levels)
    multinomial = torch.where(t == 0, likelihood, bound) * T + prior
    loss = F.mse_loss(out[:, :N], noise) + multinomial.mean() / len(levels)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


times = []
processor = []
for step in range(given["steps"] + 5):
    start, busy = time.perf_counter(), time.process_time()
    train()
    times.append(1000 * (time.perf_counter() - start))
    processor.append(1000 * (time.process_time() - busy))
times = sorted(times[5:])
mean = sum(processor[5:]) / len(times)
print(json.dumps({"version": torch.__version__, "best": times[0], "median": times[len(times) // 2], "processor": mean}))
