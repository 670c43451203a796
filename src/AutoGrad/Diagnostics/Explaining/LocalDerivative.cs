namespace AutoGrad.Diagnostics;

/// <summary>The derivative of an op that works element by element, from its own rule: what it makes of an upstream gradient of ones.</summary>
internal static class LocalDerivative
{
    private const int MostElements = 1 << 16;

    /// <returns>In the shape of the result; null where a value is missing, the op has no derivative, or there are too many elements.</returns>
    public static ExplainedTensor? Of(RecordedStep step, OpNode place, int input, StepGraph graph)
    {
        if (place.Shape.Size > MostElements) return null;
        var node = place;
        if (RecordedStep.Find(place) is not null)
        {
            // a node of its own over the recorded values: the graph's may be released, and its data may have changed
            var (inputs, output) = (new Tensor[step.Inputs.Length], step.Output);
            for (var k = 0; k < inputs.Length; k++)
            {
                if ((step.Inputs[k].Value ?? graph.Values[graph.IdOf(step.Inputs[k].Place)]) is not { } value) return null;
                inputs[k] = step.Inputs[k].Node is { } at ? value.View(value.Shape, 0).Recorded(at) : value;
            }
            if (output is null) return null;
            node = OpNode.Of(step.Op, inputs, output);
        }
        try
        {
            return ExplainedTensor.Of(step.Op.Vjp(input, new Saved(node), Tensor.Ones(place.Shape, place.DType)));
        }
        catch (NotSupportedException)
        {
            return null;        // there is none: the pass itself says so too
        }
    }
}
