using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(AutoGrad.Benchmarks.TapeOverhead).Assembly).Run(args);
