using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Samples;

namespace Analytics.App.Commands;

/// <summary><c>analytics generate</c>: exports of an invented network, with the truth about it beside them.</summary>
internal sealed class GenerateCommand(Terminal terminal)
{
    private static readonly SampleOptions Defaults = new() { Folder = "" };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the exports, and truth/ below it",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<int> _accounts = Number("--accounts", "Accounts, 1,000 to 10,000,000", Defaults.Accounts);
    private readonly Option<ulong> _seed = Number("--seed", "Same options, same seed: same bytes", Defaults.Seed);

    private readonly Option<SampleFormat?> _formats =
        Choices.Of("--formats", "Layout; mixed has each kind in another", unlessGiven: Defaults.Format);

    private readonly Option<SampleCompression?> _compression =
        Choices.Of("--compression", "Packing of text files; mixed has its own", unlessGiven: Defaults.Compression);

    private readonly Option<long?> _interactions = new("--interactions")
    {
        Description = "Exact number of interactions; 14 per account unless given",
        HelpName = "N",
    };

    private readonly Option<double> _mixing =
        Number("--mixing", "Share of follows and interactions that leave the community, 0 to 0.8", Defaults.Mixing);

    private readonly Option<double> _bots =
        Number("--bots", "Share of accounts that are bots, 0 to 0.3", Defaults.Bots);

    private readonly Option<double> _partial = Number(
        "--partial", "Share of accounts whose followers, and whose acts, no export holds, 0 to 0.9", Defaults.Partial);

    private readonly Option<double> _noise =
        Number("--noise", "How far chance blurs what sets leaders apart, 0 to 1", Defaults.Noise);

    private readonly Option<DateOnly?> _from = Day("--from", "First day (UTC)", Defaults.Start);
    private readonly Option<DateOnly?> _to = Day("--to", "Last day (UTC)", Defaults.End);

    private readonly Option<bool> _clean = new("--clean")
    {
        Description = "Plant no repeated and no bad rows",
    };

    private readonly Option<bool> _platforms = new("--platforms")
    {
        Description = "Also write one community as archives and collections of each platform, below platforms/",
    };

    private readonly Option<string?> _pipeline = new("--pipeline")
    {
        Description = "Also write a pipeline file that reads the exports",
        HelpName = "FILE",
    };

    private readonly Option<int> _threads =
        Numbers.Of("--threads", "Files written at the same time", 1, 1_024, Environment.ProcessorCount);

    private readonly Option<bool> _json = SharedOptions.Json("Print the files and their row counts as JSON");

    public static Command Create(Terminal terminal)
    {
        GenerateCommand generate = new(terminal);
        Command command = new("generate", "Generate exports of an invented network, and the truth about it.")
        {
            generate._out, generate._accounts, generate._seed, generate._formats, generate._compression,
            generate._interactions, generate._mixing, generate._bots, generate._partial, generate._noise,
            generate._from, generate._to, generate._clean, generate._platforms, generate._pipeline,
            generate._threads, generate._json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => generate.Run(parsed, cancellation)));
        Examples.Add(
            command,
            "analytics generate --out exports --accounts 100000 --seed 7 --pipeline exports/pipeline.yaml",
            "analytics generate --out exports --formats parquet --from 2026-01-01 --to 2026-03-31");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        SampleOptions options = new()
        {
            Folder = parsed.GetValue(_out)!,
            Accounts = parsed.GetValue(_accounts),
            Seed = parsed.GetValue(_seed),
            Format = parsed.GetValue(_formats) ?? Defaults.Format,
            Compression = parsed.GetValue(_compression) ?? Defaults.Compression,
            Interactions = parsed.GetValue(_interactions),
            Mixing = parsed.GetValue(_mixing),
            Bots = parsed.GetValue(_bots),
            Partial = parsed.GetValue(_partial),
            Noise = parsed.GetValue(_noise),
            Start = parsed.GetValue(_from) ?? Defaults.Start,
            End = parsed.GetValue(_to) ?? Defaults.End,
            Oddities = !parsed.GetValue(_clean),
            Platforms = parsed.GetValue(_platforms),
            PipelineFile = parsed.GetValue(_pipeline),
            Threads = parsed.GetValue(_threads),
        };
        var summary = SampleGenerator.Run(options, new SampleLines(terminal.Error), cancellation);
        if (parsed.GetValue(_json)) JsonReport.Write(terminal.Out, summary);
        else Write(summary, options);
        return ExitCodes.Done;
    }

    private void Write(SampleSummary summary, SampleOptions options)
    {
        TableReport.Write(
            terminal,
            [new("file"), new("kind"), new("rows", true), new("repeated", true), new("bad", true)],
            [.. summary.Files.Select(file => new[]
            {
                file.Path, file.Kind, Amounts.Count(file.Rows), Amounts.Count(file.Duplicates),
                Amounts.Count(file.BadRows.Values.Sum()),
            })]);
        terminal.Out.WriteLine(
            $"{Amounts.Count(summary.Accounts)} accounts, "
            + $"{Amounts.Plural(summary.Communities, "community", "communities")}, "
            + $"{Amounts.Count(summary.Leaders)} planted leaders, {Amounts.Count(summary.Bots)} bots; "
            + $"the truth lies in {Path.Combine(summary.Folder, "truth")}.");
        if (options.PipelineFile is { } file) terminal.Out.WriteLine($"Next: analytics run {file}");
    }

    private static Option<T> Number<T>(string name, string description, T value) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
    };

    // The default is told here: help would print it in a form that the option does not take.
    private static Option<DateOnly?> Day(string name, string description, DateOnly value) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} [default: {value:yyyy-MM-dd}]"),
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var culture = CultureInfo.InvariantCulture;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name}: found '{text}'; expected a day such as {value:yyyy-MM-dd}.");
            return null;
        },
    };

    /// <summary>A line per kind of file now and then; the generator reports often.</summary>
    private sealed class SampleLines(TextWriter output) : IProgress<SampleProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private readonly Lock _gate = new();
        private readonly Dictionary<string, long> _lastLine = [];

        public void Report(SampleProgress value)
        {
            lock (_gate)
            {
                var now = TimeProvider.System.GetTimestamp();
                if (!_lastLine.TryAdd(value.Stage, now))
                {
                    if (TimeProvider.System.GetElapsedTime(_lastLine[value.Stage], now) < Interval) return;
                    _lastLine[value.Stage] = now;
                    var share = value.Expected is > 0 and var all ? Amounts.Share(value.Rows / (double)all) : "";
                    output.WriteLine($"{value.Stage}: {share} {Amounts.Count(value.Rows)} rows");
                }
            }
        }
    }
}
