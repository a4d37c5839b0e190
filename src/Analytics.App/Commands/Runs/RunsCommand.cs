using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.Pipeline.Lake;

namespace Analytics.App.Commands.Runs;

/// <summary>
/// <c>analytics runs</c>: what is in a lake and in which state. Alone it lists; each word behind it has a class here.
/// </summary>
internal static class RunsCommand
{
    public static Command Create(Terminal terminal)
    {
        RunsOptions options = new(terminal);
        var command = RunsList.Create(terminal, options);
        command.Add(RunsShow.Create(terminal, options));
        command.Add(RunsPublish.Create(terminal, options));
        return command;
    }

    public static long RowsOf(SnapshotManifest manifest, string table) =>
        manifest.Marts.Where(file => file.Table == table).Sum(file => file.Rows);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>What every <c>runs</c> verb understands: which lake, and whether to print JSON.</summary>
internal sealed class RunsOptions
{
    private readonly Terminal _terminal;

    public RunsOptions(Terminal terminal)
    {
        _terminal = terminal;
        Lake.Recursive = true;
        Json.Recursive = true;
    }

    public Option<string?> Lake { get; } = SharedOptions.ExistingLake();

    public Option<bool> Json { get; } = SharedOptions.Json();

    public LakeFolder LakeOf(ParseResult parsed) => SharedOptions.ExistingLakeOf(parsed.GetValue(Lake), _terminal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SnapshotManifest> ManifestsOf(ParseResult parsed) => new SnapshotStore(LakeOf(parsed)).All();
}
