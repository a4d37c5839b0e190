namespace Analytics.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? "unknown processor";
    }
}
