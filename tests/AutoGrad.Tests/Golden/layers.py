"""Writes layers.json.gz: layers of PyTorch with weights, inputs, outputs, and gradients of the sum of squares of the outputs.

Run with PyTorch 1.13 or later: python3 layers.py
"""
import gzip, json, os
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
cases = {}


def shaped(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.17g}") for v in t.detach().reshape(-1).tolist()]}


def case(name, module, inputs, call=None, floats=None):
    """floats: which inputs get a gradient; all unless given."""
    for p in module.parameters():
        if p.dim() == 1:
            nn.init.normal_(p, 0.1, 0.5)        # biases and scales that start at 0 or 1 would hide mistakes
    leaves = [t.clone().requires_grad_() for t in inputs]
    state = {k: shaped(v) for k, v in module.state_dict().items() if v.dtype.is_floating_point}
    out = (call or (lambda *x: module(*x)))(*leaves)
    out = [out] if torch.is_tensor(out) else list(out)
    sum((o * o).sum() for o in out).backward()
    after = {k: shaped(v) for k, v in module.named_buffers() if v.dtype.is_floating_point}
    cases[name] = {
        "state": state, "inputs": [shaped(t) for t in inputs], "outputs": [shaped(o) for o in out],
        "inputGrads": [shaped(t.grad if t.grad is not None else torch.zeros_like(t)) for t in leaves],
        "grads": {k: shaped(p.grad if p.grad is not None else torch.zeros_like(p)) for k, p in module.named_parameters()}, "buffers": after,
    }


def packed(rnn, x, lengths):
    p = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    y, state = rnn(p)
    y, _ = nn.utils.rnn.pad_packed_sequence(y, total_length=x.shape[0])
    return [y] + (list(state) if isinstance(state, tuple) else [state])


r = torch.randn
B, S, T, E, H = 2, 3, 4, 6, 2
padding = torch.tensor([[False, False, False, True], [False, False, False, False]])
later = torch.ones(S, S, dtype=torch.bool).triu(1)

mha = nn.MultiheadAttention(E, H)
case("mha.self", mha, [r(S, B, E)], lambda x: mha(x, x, x, need_weights=False)[0])
mha = nn.MultiheadAttention(E, H, batch_first=True)
case("mha.causal", mha, [r(B, S, E)], lambda x: mha(x, x, x, attn_mask=later, need_weights=False)[0])
mha = nn.MultiheadAttention(E, H, kdim=5, vdim=4, batch_first=True)
case("mha.cross", mha, [r(B, S, E), r(B, T, 5), r(B, T, 4)], lambda q, k, v: mha(q, k, v, key_padding_mask=padding, average_attn_weights=False))
for first in (False, True):
    layer = nn.TransformerEncoderLayer(E, H, 8, dropout=0, norm_first=first, activation="gelu" if first else "relu")
    case(f"encoder.{first}", layer, [r(S, B, E)], lambda x: layer(x, src_mask=later))
    layer = nn.TransformerDecoderLayer(E, H, 8, dropout=0, norm_first=first)
    case(f"decoder.{first}", layer, [r(S, B, E), r(T, B, E)], lambda x, m: layer(x, m, tgt_mask=later, memory_key_padding_mask=padding))
stack = nn.TransformerEncoder(nn.TransformerEncoderLayer(E, H, 8, dropout=0, batch_first=True), 2, nn.LayerNorm(E))
for p in stack.layers[1].parameters():
    if p.dim() > 1:
        nn.init.xavier_uniform_(p)
case("encoder.stack", stack, [r(B, S, E)])

for name, cls in (("rnn", nn.RNN), ("gru", nn.GRU), ("lstm", nn.LSTM)):
    rnn = cls(3, 4, 2, bidirectional=True)
    case(f"{name}.packed", rnn, [r(5, 4, 3)], lambda x: packed(rnn, x, [2, 5, 1, 4]))

case("convTranspose1d", nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, dilation=2), [r(2, 4, 5)])
case("convTranspose2d", nn.ConvTranspose2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 0)), [r(2, 2, 3, 4)])
case("convTranspose3d", nn.ConvTranspose3d(2, 2, 2, stride=2, bias=False), [r(1, 2, 2, 2, 3)])
case("bilinear", nn.Bilinear(3, 4, 2), [r(5, 3), r(5, 4)])
case("groupNorm", nn.GroupNorm(2, 4), [r(3, 4, 5)])
case("instanceNorm2d", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), [r(2, 3, 4, 2)])
case("prelu", nn.PReLU(3), [r(2, 3, 4)])

logits = r(6, 3, 5)
targets = torch.tensor([[1, 1, 2], [3, 4, 0], [2, 0, 0]])
frames, labels = torch.tensor([6, 5, 3]), torch.tensor([3, 2, 1])
for reduction in ("none", "sum", "mean"):
    ctc = nn.CTCLoss(reduction=reduction)
    case(f"ctc.{reduction}", ctc, [logits], lambda x: ctc(x.log_softmax(2), targets, frames, labels))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json.gz")
with open(path, "wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as z:
    z.write(json.dumps({"source": f"PyTorch {torch.__version__}", "cases": cases}).encode())
print(len(cases), "cases,", os.path.getsize(path), "bytes")
