using System.Diagnostics;
using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;

namespace Analytics.Benchmarks.Coverage;

/// <summary>
/// Whether rank intervals keep what they promise: samples of one model are drawn and analysed as any facts, and each
/// listed leader's interval is asked for its true rank.
/// </summary>
internal static class CoverageBench
{
    private const double Low = 0.85;
    private const double High = 0.95;

    private static readonly PipelineDefinition Definition = new(
        "coverage", "coverage.yaml",
        new PurposeRecord("Nobody", "a benchmark on invented accounts", "none needed", TimeSpan.FromDays(365)),
        [],
        new GraphDefinition(
            TimeSpan.FromDays(180), TimeSpan.FromDays(30), null, new EdgeWeights(1, 1, 3, 2, 4, 4)),
        new CommunitiesDefinition(20_000, 10, 1.0, CommunityObjective.Modularity, 42),
        new LeadersDefinition(
            50, LeaderWeights.Only(("steady_attention", 2), ("recent_attention", 1), ("pagerank", 1)), []),
        new PrivacyDefinition("none.key", 10, false, "none.parquet"),
        new OutputDefinition("lake", 1),
        new GatesDefinition(0.1),
        [],
        null,
        "0000");

    public static void Measure(int accounts, int interactions, int repeats, int threads, Report report)
    {
        var started = Stopwatch.GetTimestamp();
        RateModel model = new(accounts, interactions, 1);
        TrueRanks truth = new(model, Definition.Graph);
        Tally all = default, first = default, others = default;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            Console.Error.WriteLine($"sample {repeat + 1} of {repeats} …");
            foreach (var (rank, low, high, trueRank) in Sample(model, truth, (ulong)repeat + 2, threads))
            {
                all.Count(low, high, trueRank);
                if (rank <= 10) first.Count(low, high, trueRank);
                else others.Count(low, high, trueRank);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1e6;
        var samples = string.Create(CultureInfo.InvariantCulture, $"{accounts:N0} × {repeats}");
        Add("cover of 90 % rank intervals", all);
        Add("… ranks 1 to 10", first);
        Add("… ranks 11 to 50", others);

        void Add(string name, Tally tally) => report.Add(new BenchRow(
            report.Bench, $"{name}, {samples}", threads, seconds, null, null, null, peak, null, tally.All, null, null)
        {
            Value = (double)tally.Covered / tally.All,
            TargetLow = Low,
            TargetHigh = High,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.All:N0} intervals, mean width {(double)tally.Width / tally.All:F1} ranks, true rank above "
                + $"{(double)tally.Above / tally.All:P1}, below {(double)tally.Below / tally.All:P1}"),
        });
    }

    private static List<(int Rank, int Low, int High, int True)> Sample(
        RateModel model, TrueRanks truth, ulong seed, int threads)
    {
        using var database = DuckDbDatabase.Open(settings: new Dictionary<string, string>
        {
            ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
        });
        using var connection = database.Connect();
        foreach (var table in MartCatalog.Facts)
            connection.Execute($"CREATE TABLE main.{table.Name} ({table.ColumnDefinitions})");
        WriteFollows(connection, model);
        WriteInteractions(connection, model.Sample(seed));
        AnalysisStage.Run(connection, Definition, new AnalysisContext("0001-bench", threads));
        Dictionary<long, List<int>> communities = [];
        foreach (var (community, account, _, _, _) in Rows(
            connection, "SELECT community_id::BIGINT, account_id, 0, 0, 0 FROM marts.members ORDER BY account_id"))
        {
            if (!communities.TryGetValue(community, out var members)) communities[community] = members = [];
            members.Add(account - 1);
        }

        var ranks = new int[model.Accounts];
        foreach (var members in communities.Values)
        {
            int[] own = [.. members];
            foreach (var (member, rank) in own.Zip(truth.Of(own))) ranks[member] = rank;
        }

        return [.. Rows(
            connection, "SELECT community_id::BIGINT, account_id, rank, rank_low, rank_high FROM marts.leaders")
            .Select(row => (row.Rank, row.Low, row.High, ranks[row.Account - 1]))];
    }

    private static void WriteFollows(DuckDbConnection connection, RateModel model)
    {
        connection.Execute("CREATE TABLE main.drawn_follows (follower UBIGINT, followee UBIGINT)");
        using (RowAppender rows = new(connection, "main", "drawn_follows"))
        {
            foreach (var (follower, followee) in model.Follows)
            {
                var row = rows.Next();
                rows[0].Values<ulong>()[row] = (ulong)follower + 1;
                rows[1].Values<ulong>()[row] = (ulong)followee + 1;
            }

            rows.Complete();
        }

        connection.Execute(
            """
            INSERT INTO main.follows
            SELECT follower, followee, TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01', NULL, 'model'
            FROM main.drawn_follows;
            DROP TABLE main.drawn_follows
            """);
    }

    private static void WriteInteractions(DuckDbConnection connection, IEnumerable<Draw> draws)
    {
        connection.Execute(
            "CREATE TABLE main.drawn (actor UBIGINT, target UBIGINT, kind UTINYINT, microsecond BIGINT)");
        using (RowAppender rows = new(connection, "main", "drawn"))
        {
            foreach (var draw in draws)
            {
                var row = rows.Next();
                rows[0].Values<ulong>()[row] = (ulong)draw.Actor + 1;
                rows[1].Values<ulong>()[row] = (ulong)draw.Target + 1;
                rows[2].Values<byte>()[row] = draw.Kind;
                rows[3].Values<long>()[row] = draw.Microsecond;
            }

            rows.Complete();
        }

        var names = string.Join(", ", RateModel.Kinds.Select(kind => $"'{kind.Name}'"));
        connection.Execute(
            $"""
            INSERT INTO main.interactions
            SELECT actor, target, [{names}][kind + 1], NULL,
              TIMESTAMP '2024-01-01' + to_microseconds(microsecond), NULL, 'model'
            FROM main.drawn;
            DROP TABLE main.drawn
            """);
    }

    private static IEnumerable<(long Community, int Account, int Rank, int Low, int High)> Rows(
        DuckDbConnection connection, string sql)
    {
        using var rows = connection.Query(sql);
        while (rows.TryRead(out var chunk))
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.Count; row++)
                {
                    yield return (
                        chunk[0].Values<long>()[row], (int)chunk[1].Values<ulong>()[row], chunk[2].Values<int>()[row],
                        chunk[3].Values<int>()[row], chunk[4].Values<int>()[row]);
                }
            }
        }
    }

    /// <summary>Intervals counted; above and below: the true rank is better or worse than the interval.</summary>
    private struct Tally
    {
        public long All;
        public long Covered;
        public long Above;
        public long Below;
        public long Width;

        public void Count(int low, int high, int trueRank)
        {
            All++;
            Width += high - low + 1;
            if (trueRank < low) Above++;
            else if (trueRank > high) Below++;
            else Covered++;
        }
    }
}
