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
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        RunsOptions options = new(terminal);
        var command = RunsList.Create(terminal, options, interruption);
        command.Add(RunsShow.Create(terminal, options));
        command.Add(RunsPublish.Create(terminal, options));
        command.Add(RunsVerify.Create(terminal, options));
        command.Add(RunsRepair.Create(terminal, options));
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

    /// <summary>Of the verbs that read all files; a few keep a disk busy.</summary>
    public Option<int> Threads { get; } =
        Numbers.Of("--threads", "Files read at a time", 1, 64, Math.Min(4, Environment.ProcessorCount));

    /// <summary>As <see cref="LakeOf"/>, of which <c>lake.json</c> may be lost.</summary>
    public LakeFolder DamagedLakeOf(ParseResult parsed)
    {
        var lake = SharedOptions.LakeOf(parsed.GetValue(Lake), _terminal);
        return Directory.Exists(lake.Snapshots) ? lake : LakeOf(parsed);
    }

    public LakeFolder LakeOf(ParseResult parsed) => SharedOptions.ExistingLakeOf(parsed.GetValue(Lake), _terminal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SnapshotManifest> ManifestsOf(ParseResult parsed) => new SnapshotStore(LakeOf(parsed)).All();
}
