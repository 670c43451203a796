namespace AutoGrad.Conformance.Bindings;

/// <summary>What networks are made of besides convolutions: linear maps, normalisations, dropout, recurrent cells, attention.</summary>
internal static class Networks
{
    private const string Cell = "input, hx, w_ih, w_hh, b_ih=None, b_hh=None";

    public static IEnumerable<Binding> All =>
    [
        new("F.linear", "input, weight, bias=None", a => a.Tensor("input").Linear(a.Tensor("weight"), a.OptionalTensor("bias")), "Linear MatMul"),
        new("F.dropout torch.dropout", "input, p=0.5, training=True, inplace=False", a => a.Tensor("input").Dropout(a.Number("p"), a.Flag("training")), "Dropout"),
        new("F.batch_norm", "input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5",
            a => a.Tensor("input").BatchNorm(a.OptionalTensor("running_mean"), a.OptionalTensor("running_var"), a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Flag("training"), a.Number("momentum"), a.Number("eps")), "BatchNorm"),
        new("F.layer_norm", "input, normalized_shape, weight=None, bias=None, eps=1e-5",
            a => a.Tensor("input").LayerNorm(a.Shape("normalized_shape"), a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Number("eps")), "LayerNorm"),
        new("F.rms_norm", "input, normalized_shape, weight=None, eps=None", a => a.Tensor("input").RmsNorm(a.Shape("normalized_shape"), a.OptionalTensor("weight"), a.OptionalNumber("eps")), "RmsNorm"),
        new("F.group_norm", "input, num_groups, weight=None, bias=None, eps=1e-5",
            a => a.Tensor("input").GroupNorm(a.Int("num_groups"), a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Number("eps")), "GroupNorm"),
        new("F.instance_norm", "input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5",
            a => a.Has("running_mean") || !a.Flag("use_input_stats") ? throw a.Wrong("running_mean", "None") : a.Tensor("input").InstanceNorm(a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Number("eps")), "InstanceNorm"),
        new("F.local_response_norm", "input, size, alpha=0.0001, beta=0.75, k=1.0",
            a => a.Tensor("input").LocalResponseNorm(a.Int("size"), a.Number("alpha"), a.Number("beta"), a.Number("k")), "LocalResponseNorm"),
        new("torch._VF.rnn_tanh_cell", Cell, a => Recurrent.RnnTanhCell(a.Tensor("input"), a.Tensor("hx"), Weights(a)), "RnnTanhCell"),
        new("torch._VF.rnn_relu_cell", Cell, a => Recurrent.RnnReluCell(a.Tensor("input"), a.Tensor("hx"), Weights(a)), "RnnReluCell"),
        new("torch._VF.gru_cell", Cell, a => Recurrent.GruCell(a.Tensor("input"), a.Tensor("hx"), Weights(a)), "GruCell"),
        new("torch._VF.lstm_cell", Cell, a =>
        {
            var state = a.Tensors("hx");
            var (hidden, cell) = Recurrent.LstmCell(a.Tensor("input"), state[0], state[1], Weights(a));
            return Arguments.Results(hidden, cell);
        }, "LstmCell"),
        new("torch._VF.lstm", "input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first", a =>
        {
            var state = a.Tensors("hx");
            var (output, hidden, cell) = Recurrent.Lstm(Steps(a), state[0], state[1], Layers(a), a.Flag("bidirectional"));
            return Arguments.Results(Batched(a, output), hidden, cell);
        }, "Lstm LstmCell"),
        new("torch._VF.gru", "input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first", a =>
        {
            var (output, hidden) = Recurrent.Gru(Steps(a), a.Tensor("hx"), Layers(a), a.Flag("bidirectional"));
            return Arguments.Results(Batched(a, output), hidden);
        }, "Gru GruCell"),
        .. new[] { "rnn_tanh", "rnn_relu" }.Select(name => new Binding($"torch._VF.{name}", "input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first", a =>
        {
            var (output, hidden) = Recurrent.Rnn(Steps(a), a.Tensor("hx"), Layers(a), name == "rnn_relu", a.Flag("bidirectional"));
            return Arguments.Results(Batched(a, output), hidden);
        }, "Rnn")),
        new("F.scaled_dot_product_attention", "query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None",
            a => Tensor.ScaledDotProductAttention(a.Tensor("query"), a.Tensor("key"), a.Tensor("value"), a.OptionalTensor("attn_mask"), a.Flag("is_causal"), a.Number("dropout_p"), a.OptionalNumber("scale")), "ScaledDotProductAttention"),
    ];

    private static RecurrentWeights Weights(Arguments a) => new(a.Tensor("w_ih"), a.Tensor("w_hh"), a.OptionalTensor("b_ih"), a.OptionalTensor("b_hh"));

    private static RecurrentWeights[] Layers(Arguments a)
    {
        if (a.Flag("train") && a.Number("dropout") != 0) throw a.Wrong("dropout", "0: masks differ");
        var (all, each) = (a.Tensors("params"), a.Flag("has_biases") ? 4 : 2);
        return [.. Enumerable.Range(0, all.Length / each).Select(i => all[(i * each)..((i + 1) * each)]).Select(w => each == 4 ? new RecurrentWeights(w[0], w[1], w[2], w[3]) : new RecurrentWeights(w[0], w[1]))];
    }

    private static Tensor Steps(Arguments a) => a.Flag("batch_first") ? a.Tensor("input").Transpose(0, 1) : a.Tensor("input");

    private static Tensor Batched(Arguments a, Tensor output) => a.Flag("batch_first") ? output.Transpose(0, 1) : output;
}
