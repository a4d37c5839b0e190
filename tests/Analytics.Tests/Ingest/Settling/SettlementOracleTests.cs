using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Reference;
using static Analytics.Tests.Ingest.Settling.Events;

namespace Analytics.Tests.Ingest.Settling;

/// <summary>Random histories, told by several exports in any order and any number of runs, against a diary.</summary>
public sealed class SettlementOracleTests
{
    private static readonly string[] People = ["did:plc:a", "did:plc:b", "did:plc:c", "did:plc:d"];

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Run_AnyHistoryInAnyOrder_SettlesAsTheDiaryTells(int seed)
    {
        for (var part = 0; part < 4; part++)
        {
            var random = new Random((seed * 100) + part);
            var deliveries = Enumerable.Range(0, random.Next(2, 9)).Select(_ => Delivery.Any(random)).ToList();
            var oracle = new NaiveFollows();
            deliveries.ForEach(delivery => delivery.Tell(oracle));
            var expected = oracle.Rows()
                .Select(row => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SettledLake.Account(row.Follower)}|{SettledLake.Account(row.Followee)}|{Moment(row.First)}|"
                    + $"{(row.Ended is { } ended ? Moment(ended) : "NULL")}"))
                .Order(StringComparer.Ordinal)
                .ToList();

            for (var order = 0; order < 2; order++)
            {
                using var lake = new SettledLake(1 + order);
                for (var left = deliveries; left.Count > 0;)
                {
                    var now = random.Next(1, left.Count + 1);
                    await lake.RunAsync([.. left[..now].Select(delivery => delivery.Write(lake))]);
                    left = left[now..];
                }

                Assert.Equal(
                    expected, lake.Rows("SELECT follower_id, followee_id, first_seen, ended_at FROM follows"));
                Assert.Empty(lake.Rows("SELECT follower_id FROM follows WHERE last_seen < first_seen"));
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(deliveries));
            }
        }
    }

    private static string Moment(double day) =>
        Day(day).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>One file: events, or a table of follows, whole lists or not.</summary>
    private sealed record Delivery(
        Func<SettledLake, SourceDefinition> Write, Action<NaiveFollows> Tell)
    {
        public static Delivery Any(Random random) => random.Next(4) switch
        {
            0 => Events(random),
            1 => Table(random),
            _ => Lists(random),
        };

        private static Delivery Events(Random random)
        {
            var lines = new List<string>();
            var tell = (NaiveFollows _) => { };
            for (var i = 0; i < 6; i++)
            {
                var (actor, other, day) = (Person(random), Person(random), Moment(random));
                var number = random.Next(8);
                var record = $"{actor} {number}";
                switch (random.Next(7))
                {
                    // A key always names the same follow, though it may be told again and at any time.
                    case < 3:
                        other = People[(Array.IndexOf(People, actor) + 1 + (number % 3)) % 4];
                        var began = 1 + ((number * 7) % 24) + (Array.IndexOf(People, actor) / 4.0);
                        lines.Add(Follow(actor, other, began, $"{number}"));
                        tell += oracle => oracle.Record(record, actor, other, began);
                        break;
                    case < 6:
                        lines.Add(Unfollow(actor, $"{number}", day));
                        tell += oracle => oracle.Delete(record, day);
                        break;
                    default:
                        var isBack = random.Next(2) == 0;
                        lines.Add(Account(actor, isBack, day));
                        tell += oracle => oracle.Account(actor, day, isBack);
                        break;
                }
            }

            return new Delivery(lake => lake.Events(lines), tell);
        }

        private static Delivery Table(Random random)
        {
            var seen = random.Next(1, 28) + 0.25;
            var rows = new List<(string Follower, string Followee, double? At, double? Ended)>();
            for (var i = 0; i < 4; i++)
            {
                var (follower, followee) = (Person(random), Person(random));
                if (follower == followee) continue;
                double? at = random.Next(3) == 0 ? null : Moment(random);
                double? ended = random.Next(2) == 0 ? null : (at ?? 0) + Moment(random);
                rows.Add((follower, followee, at, ended));
            }

            return new Delivery(
                lake => lake.Follows(Day(seen), WholeLists.None, rows.Select(Line)),
                oracle => rows.ForEach(row => oracle.Told(row.Follower, row.Followee, row.At, row.Ended, seen)));
        }

        private static Delivery Lists(Random random)
        {
            var day = random.Next(1, 28);
            var followers = random.Next(2) == 0;
            var lists = People.Where(_ => random.Next(2) == 0).DefaultIfEmpty(People[0])
                .Select(owner => (
                    Owner: owner,
                    Entries: People.Where(other => other != owner && random.Next(2) == 0).ToList()))
                .Where(list => list.Entries.Count > 0)
                .ToList();
            var rows = lists.SelectMany(list => list.Entries.Select(other => (
                    Follower: followers ? other : list.Owner,
                    Followee: followers ? list.Owner : other,
                    At: random.Next(2) == 0 ? (double?)null : 1 + (random.Next(((day - 1) * 8) + 4) / 8.0),
                    Ended: (double?)null)))
                .ToList();
            return new Delivery(
                lake => lake.Follows(
                    Day(day + 0.4), followers ? WholeLists.Followers : WholeLists.Following, rows.Select(Line)),
                oracle =>
                {
                    rows.ForEach(row => oracle.Told(row.Follower, row.Followee, row.At, null, day));
                    // The list is that of the first moment of its day: who came later is no entry yet.
                    var entries = rows.Where(row => !(row.At > day))
                        .ToLookup(row => followers ? row.Followee : row.Follower);
                    foreach (var (owner, _) in lists)
                    {
                        oracle.List(owner, followers, day, entries[owner].Select(
                            row => followers ? row.Follower : row.Followee));
                    }
                });
        }

        private static string Person(Random random) => People[random.Next(People.Length)];

        // Eighths of days, so that days and microseconds are exact, and now and then the same moment.
        private static double Moment(Random random) => 1 + (random.Next(27 * 8) / 8.0);

        private static string Line((string Follower, string Followee, double? At, double? Ended) row) =>
            $"{row.Follower},{row.Followee},{Text(row.At)},{Text(row.Ended)}";

        private static string Text(double? day) => day is { } moment ? $"{Day(moment):yyyy-MM-dd HH:mm:ss}" : "";
    }
}
