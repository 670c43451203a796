using System.Text.Json;
using AutoGrad.Conformance.Expressions;
using AutoGrad.Optim;

namespace AutoGrad.Conformance.Cases;

/// <summary>Optimizers by torch's names and options; what is not given has torch's default.</summary>
internal static class TorchOptimizers
{
    /// <exception cref="UnsupportedException">The library has none of the name.</exception>
    public static Optimizer Create(string name, JsonElement o, IEnumerable<Tensor> p)
    {
        double Number(string key, double otherwise) => o.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
        bool Flag(string key) => o.TryGetProperty(key, out var value) && value.GetBoolean();
        (double, double) Pair(string key, double first, double second) => o.TryGetProperty(key, out var pair) ? (pair[0].GetDouble(), pair[1].GetDouble()) : (first, second);
        var (beta1, beta2) = Pair("betas", 0.9, 0.999);
        return name switch
        {
            "SGD" => new Sgd(p, Number("lr", 1e-3), Number("momentum", 0), Number("dampening", 0), Number("weight_decay", 0), Flag("nesterov"), Flag("maximize")),
            "Adam" => new Adam(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0), Flag("amsgrad")),
            "AdamW" => new AdamW(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0.01), Flag("amsgrad")),
            "RMSprop" => new RmsProp(p, Number("lr", 1e-2), Number("alpha", 0.99), Number("eps", 1e-8), Number("weight_decay", 0), Number("momentum", 0), Flag("centered")),
            "Adagrad" => new Adagrad(p, Number("lr", 1e-2), Number("lr_decay", 0), Number("weight_decay", 0), Number("initial_accumulator_value", 0), Number("eps", 1e-10)),
            "Adadelta" => new Adadelta(p, Number("lr", 1), Number("rho", 0.9), Number("eps", 1e-6), Number("weight_decay", 0)),
            "Adamax" => new Adamax(p, Number("lr", 2e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0)),
            // the curves are of 1.13
            "NAdam" => new NAdam(p, Number("lr", 2e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0), Number("momentum_decay", 4e-3)) { CountsMomentumTwice = true },
            "RAdam" => new RAdam(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0)),
            "ASGD" => new Asgd(p, Number("lr", 1e-2), Number("lambd", 1e-4), Number("alpha", 0.75), Number("t0", 1e6), Number("weight_decay", 0)),
            _ => throw new UnsupportedException($"optim.{name}"),
        };
    }
}
