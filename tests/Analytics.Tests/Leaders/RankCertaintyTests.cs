using System.Globalization;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Leaders.Certainty;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>Rank intervals against the truth of a model from which samples can be drawn again and again.</summary>
public sealed class RankCertaintyTests
{
    private const int Days = 100;

    /// <summary>Everybody in one community, whatever is drawn.</summary>
    private static readonly PipelineDefinition OneCommunity = TestDefinition.Tiny with
    {
        Communities = TestDefinition.Tiny.Communities with { Resolution = 1e-9 },
        Leaders = new LeadersDefinition(40, LeaderWeights.Default, []),
    };

    [Theory]
    [InlineData(80, 0.15, 5)]
    [InlineData(80, 1, 3)]
    [InlineData(160, 0.05, 4)]
    public void Intervals_SamplesOfOneModel_CoverTheTrueRankAsOftenAsTheySay(int members, double rate, int seed)
    {
        const int samples = 24;
        RateModel model = new(members, rate, seed);
        var truth = model.TrueRanks();
        var (covered, all) = (0, 0);
        for (var sample = 0; sample < samples; sample++)
        {
            using var facts = model.Sample(sample);
            facts.Analyse(OneCommunity);
            foreach (var row in facts.Rows("SELECT account_id, rank_low, rank_high FROM leaders"))
            {
                var rank = truth[(int)(ulong)row[0]! - 1];
                if (rank >= (int)row[1]! && rank <= (int)row[2]!) covered++;
                all++;
            }
        }

        Assert.InRange((double)covered / all, 0.85, 0.95);
    }

    [Fact]
    public void Intervals_OneFarAboveTwoAlike_AreSureOfTheOneAndNotOfTheTwo()
    {
        using var facts = new Facts();
        for (ulong actor = 10; actor < 40; actor++)
        {
            // Everybody reposts account 1 on many days, and accounts 2 and 3 get one like from everybody.
            for (var day = 0; day < 10; day++) facts.Interact(actor, 1, "repost", (10 * day) + (actor / 10.0));
            facts.Interact(actor, 2, "like", actor * 2.5).Interact(actor, 3, "like", (actor * 2.5) + 0.7);
        }

        facts.Analyse(OneCommunity with { Leaders = OneCommunity.Leaders with { TopK = 2 } });

        Assert.Equal(
            [[1UL, 1, 1, 1.0, "narrow"]],
            facts.Rows(
                """
                SELECT account_id, rank_low, rank_high, top_k_probability, rank_interval FROM leaders WHERE rank = 1
                """));
        var two = facts.Rows("SELECT rank_low, rank_high, top_k_probability FROM leaders WHERE account_id IN (2, 3)");
        Assert.All(two, row => Assert.Equal((2, 3), ((int)row[0]!, (int)row[1]!)));
        Assert.Equal(1, two.Sum(row => (double)row[2]!), 9);
    }

    [Fact]
    public void Intervals_NineAlike_AreWideAndFirstAsOftenAsDrawnMost()
    {
        // Account 10 likes each of 1 to 9 once. In a replicate each like counts X times, Poisson of mean 1, so ranks
        // follow from nine such numbers; of equal ones the lower account is before the higher.
        using var facts = new Facts();
        for (ulong target = 1; target <= 9; target++) facts.Interact(10, target, "like", 1);
        facts.Analyse(OneCommunity with
        {
            Leaders = new LeadersDefinition(
                40, LeaderWeights.Only(("engaged_share", 1)), [], Replicates: 4000, TopK: 1),
        });

        var rows = facts.Rows(
            """
            SELECT account_id, rank_low, rank_high, rank_interval, top_k_probability FROM leaders ORDER BY account_id
            """);
        Assert.Equal([9UL, 1, 9, "wide"], rows[8][..4]);
        // First is 1 where no other number is above its own, 9 where every other is below: Σ P(X = k) P(X ≤ k)^8, and
        // Σ P(X = k) P(X < k)^8. 4,000 draws are sure to 0.007 at most.
        var (first, last, below, chance) = (0.0, 0.0, 0.0, Math.Exp(-1));
        for (var k = 0; k < 20; chance /= ++k)
        {
            last += chance * Math.Pow(below, 8);
            below += chance;
            first += chance * Math.Pow(below, 8);
        }

        Assert.Equal(first, (double)rows[0][4]!, 0.03);
        Assert.Equal(last, (double)rows[8][4]!, 0.02);
        Assert.Equal(1, rows.Sum(row => (double)row[4]!), 9);
    }

    [Fact]
    public void Intervals_FollowsAlone_HaveNoWidth()
    {
        using var facts = new Facts().Follow(2, 1).Follow(3, 1).Follow(4, 1).Follow(3, 2).Follow(4, 2).Follow(4, 3);
        facts.Analyse(OneCommunity);

        Assert.All(
            facts.Rows("SELECT rank, rank_low, rank_high FROM leaders"),
            row => Assert.Equal((row[0], row[0]), (row[1], row[2])));
    }

    [Fact]
    public void Intervals_WithoutReplicates_AreNotKnown()
    {
        using var facts = new Facts().Clique(1, 2, 3).Interact(1, 2, "like", 1);
        facts.Analyse(OneCommunity with { Leaders = OneCommunity.Leaders with { Replicates = 0 } });

        Assert.Equal(
            [[null, null, null, null]],
            facts.Rows("SELECT DISTINCT rank_low, rank_high, top_k_probability, rank_interval FROM leaders"));
    }

    [Fact]
    public void Draws_ManyNumbers_ArePoissonOfMeanOne()
    {
        PoissonDraws draws = new();
        draws.Restart(7, 3);
        const int rounds = 100_000;
        var counts = new int[9];
        for (var round = 0; round < rounds; round++)
        {
            var numbers = draws.Next();
            for (var lane = 0; lane < Lanes.Count; lane++) counts[numbers[lane]]++;
        }

        var (expected, all) = (Math.Exp(-1), (double)rounds * Lanes.Count);
        for (var k = 0; k < 6; k++)
        {
            Assert.Equal(expected, counts[k] / all, 5 * Math.Sqrt(expected / all) + 2e-5);
            expected /= k + 1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FloatRanks_RandomNumbersWithTies_EqualThePercentileRanks(int seed)
    {
        Random random = new(seed);
        var values = Enumerable.Range(0, 3000)
            .Select(_ => random.Next(3) == 0 ? random.Next(20) : random.NextSingle() * random.Next(1, 1_000_000))
            .ToArray();
        var expected = new double[values.Length];
        new PercentileRanks().Of([.. values.Select(value => (double)value)], expected);

        var sums = new float[values.Length];
        new FloatRanks().AddTo(sums, values, 1, 2);

        Assert.All(expected.Zip(sums), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-6));
    }

    /// <summary>Interactions as independent Poisson processes: the rate of a pair is pull × activity.</summary>
    private sealed class RateModel
    {
        private readonly int _members;
        private readonly double[,] _rates;

        public RateModel(int members, double rate, int seed)
        {
            _members = members;
            _rates = new double[members, members];
            Random random = new(seed);
            double[] pull = [.. Enumerable.Range(0, members).Select(_ => Math.Exp(1.2 * Normal(random)))];
            double[] activity = [.. Enumerable.Range(0, members).Select(_ => Math.Exp(0.7 * Normal(random)))];
            for (var actor = 0; actor < members; actor++)
            {
                for (var target = 0; target < members; target++)
                {
                    if (actor != target) _rates[actor, target] = rate * pull[target] * activity[actor];
                }
            }
        }

        /// <summary>Rank of each member by what its figures are expected to be.</summary>
        public int[] TrueRanks()
        {
            const int slots = 200;
            var steady = new double[_members];
            var recent = new double[_members];
            for (var target = 0; target < _members; target++)
            {
                var rate = Enumerable.Range(0, _members).Sum(actor => _rates[actor, target]);
                steady[target] = slots * (1 - Math.Exp(-rate / slots));
                recent[target] = rate;
            }

            var pageRank = PageRanks();
            var scores = new double[_members];
            foreach (var (values, weight) in new[] { (steady, 2.0), (recent, 1.0), (pageRank, 1.0) })
            {
                for (var i = 0; i < _members; i++) scores[i] += weight * values.Count(value => value < values[i]);
            }

            return [.. scores.Select(score => 1 + scores.Count(other => other > score))];
        }

        public Facts Sample(int seed)
        {
            Random random = new(1000 + seed);
            Facts facts = new();
            StringBuilder rows = new();
            for (var actor = 0; actor < _members; actor++)
            {
                for (var target = 0; target < _members; target++)
                {
                    for (var left = Poisson(random, _rates[actor, target]); left > 0; left--)
                    {
                        var second = (long)(random.NextDouble() * Days * 86_400);
                        rows.Append(rows.Length == 0 ? "" : ", ").Append(
                            CultureInfo.InvariantCulture, $"({actor + 1}, {target + 1}, {second})");
                    }
                }
            }

            facts.Connection.Execute(
                $"""
                INSERT INTO main.interactions
                SELECT a, t, 'like', NULL, TIMESTAMP '2024-01-01' + to_seconds(s), NULL, 'test'
                FROM (VALUES {rows}) AS v(a, t, s)
                """);
            return facts;
        }

        private double[] PageRanks()
        {
            var rank = Enumerable.Repeat(1.0 / _members, _members).ToArray();
            double[] paid = [.. Enumerable.Range(0, _members).Select(
                actor => Enumerable.Range(0, _members).Sum(target => _rates[actor, target]))];
            for (var step = 0; step < 200; step++)
            {
                rank = [.. Enumerable.Range(0, _members).Select(target =>
                    (0.15 / _members) + (0.85 * Enumerable.Range(0, _members).Sum(
                        actor => rank[actor] * _rates[actor, target] / paid[actor])))];
            }

            return rank;
        }

        private static int Poisson(Random random, double rate)
        {
            var (count, left) = (0, Math.Exp(-rate));
            for (var p = random.NextDouble(); p > left; p *= random.NextDouble()) count++;
            return count;
        }

        private static double Normal(Random random) =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
