using System.CommandLine;
using Analytics.App.Console;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;

namespace Analytics.App.Commands;

/// <summary>Options that several verbs understand in the same way.</summary>
internal static class SharedOptions
{
    /// <summary>Names the lake for every verb that does not get it from a pipeline file.</summary>
    private const string LakeVariable = "ANALYTICS_LAKE";

    private const string DefaultLake = "lake";

    public static Option<string?> Lake(string description) =>
        new("--lake") { Description = description, HelpName = "DIR" };

    public static Option<string?> ExistingLake() =>
        Lake($"The lake; {LakeVariable} or ./{DefaultLake} unless given");

    public static Option<bool> Json(string description = "Print JSON for machines") =>
        new("--json") { Description = description };

    /// <summary>Threads of a run: what was asked for, or 0 for what the pipeline file or the machine says.</summary>
    public static int ThreadsOf(ParseResult parsed, Option<int> threads) =>
        parsed.GetResult(threads) is { Implicit: false } ? parsed.GetValue(threads) : 0;

    /// <summary>The lake that verbs without a pipeline file work on.</summary>
    public static LakeFolder LakeOf(string? given, Terminal terminal) =>
        new(given ?? terminal.Variable(LakeVariable) ?? DefaultLake);

    /// <summary>The same, checked to be one.</summary>
    public static LakeFolder ExistingLakeOf(string? given, Terminal terminal)
    {
        var lake = LakeOf(given, terminal);
        if (File.Exists(lake.Description)) return lake;
        throw new UserException(
            $"{lake.Path}: found {(Directory.Exists(lake.Path) ? "a folder without lake.json" : "no such folder")}; "
            + "expected a lake. Make one with 'analytics run FILE', or name it with --lake DIR.",
            ExitCodes.Usage);
    }
}
