using Analytics.Benchmarks;

return BenchCommand.Create().Parse(args).Invoke();
