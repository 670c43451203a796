#:project ../../src/AutoGrad
// The chain rule explained by the library: the values forward, the gradients back, each with its numbers.
//     dotnet run docs/samples/explain.cs [page.html]     with a name: writes a page to step through, too
#:project ../../src/AutoGrad.Visualization
using AutoGrad;
using AutoGrad.Diagnostics;
using AutoGrad.Visualization;

using var recording = Explanation.Record();
var x = Tensor.Scalar(0.5).Named("x");
var w1 = Tensor.Scalar(0.4).WithGrad().Named("w1");
var w2 = Tensor.Scalar(0.6).WithGrad().Named("w2");

var h = (w1 * x).Named("z1").Sigmoid().Named("h");
var p = (w2 * h).Named("z2").Sigmoid().Named("p");
var loss = 0.5 * (p - 1.0).Named("error").Square();
loss.Backward();

var explanation = loss.Explain();
Console.WriteLine(explanation.ToText());
if (args.Length > 0)
{
    explanation.SaveHtml(args[0], "Two layers of one weight each");
    Console.WriteLine($"{args[0]} is written.");
}
