using System.CommandLine;
using Analytics.Benchmarks.Coverage;
using Analytics.Benchmarks.Graphs;

namespace Analytics.Benchmarks;

/// <summary><c>./run.sh bench NAME</c>: measures, prints a table, and with <c>--json</c> one line per row.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads for us and for the peer",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<int> Runs = new("--runs")
    {
        Description = "Measured runs of each, in turn; medians are reported",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object per row" };

    private static readonly Option<string> Folder = new("--folder")
    {
        Description = "Where generated data and results go",
        DefaultValueFactory = _ => Path.Combine(Environment.CurrentDirectory, "artifacts", "bench"),
    };

    public static RootCommand Create()
    {
        var root = new RootCommand("Benchmarks: whole stages in processes of their own, next to a named peer.")
        {
            Ingest(), Formats(), Fuzz(), Faults(), Run(), Leaders(), Soak(), GraphBench.Command(Runs, Json, Folder),
            Worker.Command(),
        };
        return root;
    }

    private static Command Ingest()
    {
        var rows = new Option<long>("--rows")
        {
            Description = "Interactions to generate and ingest",
            DefaultValueFactory = _ => 10_000_000,
        };
        var command = new Command(
            "ingest",
            "CSV → facts (checks, rejects, pseudonyms, duplicates, sorted by month) against COPY (FROM read_csv) TO "
            + "parquet.")
        {
            rows, Threads, Runs, Json, Folder,
        };
        command.SetAction(parsed => IngestBench.Measure(
            parsed.GetValue(rows), parsed.GetValue(Threads), parsed.GetValue(Runs), parsed.GetValue(Folder)!,
            new Report("ingest", parsed.GetValue(Json))));
        return command;
    }

    private static Command Formats()
    {
        var megabytes = new Option<int>("--mb")
        {
            Description = "Size of the export that is made of each format",
            DefaultValueFactory = _ => 500,
        };
        var only = new Option<string?>("--only") { Description = "Only formats whose name contains this" };
        var command = new Command(
            "formats",
            "Each format from export to facts, in MB and rows per second, against COPY (FROM read_json) TO parquet.")
        {
            megabytes, only, Threads, Runs, Json, Folder,
        };
        command.SetAction(parsed => FormatsBench.Measure(
            parsed.GetValue(megabytes), parsed.GetValue(only), parsed.GetValue(Threads), parsed.GetValue(Runs),
            parsed.GetValue(Folder)!, new Report("formats", parsed.GetValue(Json))));
        return command;
    }

    private static Command Fuzz()
    {
        var exports = new Option<int>("--exports")
        {
            Description = "Damaged exports to read",
            DefaultValueFactory = _ => 1_000_000,
        };
        var command = new Command(
            "fuzz", "Damaged exports over all readers: no crash, no hang, no growth of memory, no byte lost.")
        {
            exports, Threads, Json, Folder,
        };
        command.SetAction(async (parsed, cancellation) => await FuzzBench.MeasureAsync(
            parsed.GetValue(exports), parsed.GetValue(Threads), parsed.GetValue(Folder)!,
            new Report("fuzz", parsed.GetValue(Json)), cancellation));
        return command;
    }

    private static Command Faults()
    {
        var cases = new Option<int>("--cases")
        {
            Description = "Seeded cases; faults take turns",
            DefaultValueFactory = _ => 200,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the first case; alone with --cases 1 it repeats one",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "faults", "Runs that are killed, starved, damaged or doubled: no row lost, no reader sees half a table.")
        {
            cases, seed, Json, Folder,
        };
        command.SetAction((parsed, cancellation) => FaultsBench.MeasureAsync(
            parsed.GetValue(cases), parsed.GetValue(seed), parsed.GetValue(Folder)!, parsed.GetValue(Json),
            cancellation));
        return command;
    }

    private static Command Leaders()
    {
        var accounts = Accounts();
        var coverage = new Option<bool>("--coverage")
        {
            Description = "Instead: how often rank intervals cover the true rank, in repeated samples of one model",
        };
        var samples = new Option<int>("--samples")
        {
            Description = "Samples for --coverage",
            DefaultValueFactory = _ => 3,
        };
        var interactions = new Option<int>("--interactions")
        {
            Description = "Interactions per account for --coverage",
            DefaultValueFactory = _ => 10,
        };
        var command = new Command(
            "leaders", "What leaders cost in the whole job: figures, ranking, replicates of it, and partner sets.")
        {
            accounts, coverage, samples, interactions, Threads, Json, Folder,
        };
        command.SetAction(async parsed =>
        {
            var (size, threads) = (parsed.GetValue(accounts), parsed.GetValue(Threads));
            Report report = new("leaders", parsed.GetValue(Json));
            if (parsed.GetValue(coverage))
            {
                CoverageBench.Measure(
                    size, parsed.GetValue(interactions), Math.Max(1, parsed.GetValue(samples)), threads, report);
                return;
            }

            await RunBench.MeasureLeaders(size, threads, parsed.GetValue(Folder)!, report);
        });
        return command;
    }

    private static Command Soak()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "Scheduled runs, one after the other",
            DefaultValueFactory = _ => 1_000,
        };
        var command = new Command(
            "soak", "Scheduled runs of the sample under a clock of ours: no growth of memory, handles, threads, files.")
        {
            runs, Threads, Folder,
        };
        command.SetAction((parsed, _) => SoakBench.MeasureAsync(
            parsed.GetValue(runs), parsed.GetValue(Threads), parsed.GetValue(Folder)!));
        return command;
    }

    private static Option<int> Accounts() => new("--accounts")
    {
        Description = "Accounts to generate; ten follows and ten interactions each",
        DefaultValueFactory = _ => 1_000_000,
    };

    private static Command Run()
    {
        var accounts = Accounts();
        var command = new Command("run", "The whole job, from exports to a published snapshot, stage by stage.")
        {
            accounts, Threads, Json, Folder,
        };
        command.SetAction(parsed => RunBench.Measure(
            parsed.GetValue(accounts), parsed.GetValue(Threads), parsed.GetValue(Folder)!,
            new Report("run", parsed.GetValue(Json))));
        return command;
    }
}
