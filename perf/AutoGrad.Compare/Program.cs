// Our side and its peers, in turns in one run: see perf/README.md.
using System.Globalization;
using AutoGrad;
using AutoGrad.Compare;
using AutoGrad.Compare.Limits;
using AutoGrad.Compare.Sides;
using AutoGrad.Compare.Workloads;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    // the processes of the sides
    case ["--serve", var name, var count]:
        Parallelism.Threads = int.Parse(count, CultureInfo.InvariantCulture);
        return Server.Serve(Catalog.Create(name));
    case ["--serve-openblas", var name, _]:
        return Server.Serve(new OpenBlasProduct(ProductShape.Parse(name)!));
    case ["--help" or "-h"]:
        Console.WriteLine(Options.Usage);
        return 0;
}

Options options;
IReadOnlyList<string> names;
try
{
    options = Options.Parse(args);
    names = Catalog.Find(options.Names);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
if (options.List)
{
    foreach (var name in names) Console.WriteLine(name);
    return 0;
}

var torch = options.Torch ? Side.DescribeTorch() : null;
options = options with { Torch = torch is not null, OpenBlas = options.OpenBlas && OpenBlasProduct.IsInstalled };
var limits = new MachineLimits(options.Threads, wide: !options.Avx2);
ResultTable.PrintHead(options, limits, torch);
var comparison = new Comparison(options, limits);
var rows = new List<Row>();
foreach (var name in names)
{
    foreach (var row in comparison.Run(name))
    {
        rows.Add(row);
        ResultTable.Print(row);
    }
    if (options.Json is not null) ResultTable.WriteJson(options.Json, rows);
}
ResultTable.PrintMeans(rows);
return rows.All(row => row.Agrees) ? 0 : 1;
