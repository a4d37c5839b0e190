using Analytics.Pipeline.Definition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Communities;

public sealed class AttentionTests
{
    private const double Unit = 1 << 20;

    [Fact]
    public void Attention_FollowAndInteractions_AddsWeightsHalvedByAge()
    {
        using var facts = new Facts()
            .Follow(1, 2).Interact(1, 2, "like", 10).Interact(1, 2, "repost", 40);
        facts.Analyse();

        // 1 for the follow, 1 / 2 for a like of one half-life ago, 4 for a fresh repost; bits 1 + 2 + 16.
        Assert.Equal([[1UL, 2UL, (long)(5.5 * Unit), (byte)19]], Attention(facts));
    }

    [Theory]
    [InlineData("like", 1, 2)]
    [InlineData("reply", 3, 4)]
    [InlineData("mention", 2, 8)]
    [InlineData("repost", 4, 16)]
    [InlineData("quote", 4, 32)]
    public void Attention_FreshInteraction_HasTheWeightAndBitOfItsKind(string kind, int weight, int bit)
    {
        using var facts = new Facts().Interact(1, 2, kind, 10);
        facts.Analyse();

        Assert.Equal([[1UL, 2UL, (long)(weight * Unit), (byte)bit]], Attention(facts));
    }

    [Fact]
    public void Attention_EndedFollow_DoesNotCount()
    {
        using var facts = new Facts().Follow(1, 2, day: 0, ended: 5).Follow(2, 1).Interact(2, 1, "like", 4);
        facts.Analyse();

        Assert.Equal([2UL], Attention(facts).Select(row => row[0]));
    }

    [Fact]
    public void Attention_EndedInteraction_DoesNotCount()
    {
        // It ended after the newest act: the end itself is what is known last.
        using var facts = new Facts().Interact(1, 2, "like", 4, ended: 30).Interact(2, 1, "like", 5);
        facts.Analyse();

        Assert.Equal([2UL], Attention(facts).Select(row => row[0]));
        Assert.Equal(Facts.Day(30), facts.Value("SELECT state_as_of FROM settings"));
    }

    [Fact]
    public void Attention_InteractionThatEndsLater_Counts()
    {
        using var facts = new Facts().Interact(1, 2, "like", 4, ended: 30).Interact(2, 1, "like", 5);
        facts.Analyse(TestDefinition.Tiny with
        {
            Graph = TestDefinition.Tiny.Graph with { AsOf = new DateTimeOffset(Facts.Day(10)) },
        });

        Assert.Equal([1UL, 2UL], Attention(facts).Select(row => row[0]));
    }

    [Fact]
    public void Attention_WindowStart_IsExclusive()
    {
        using var facts = new Facts()
            .Interact(1, 2, "like", 0).Interact(1, 3, "like", 0.001).Interact(1, 4, "like", 180);
        facts.Analyse();

        Assert.Equal([3UL, 4UL], Attention(facts).Select(row => row[1]));
        Assert.Equal(Facts.Day(0), facts.Value("SELECT window_start FROM settings"));
    }

    [Fact]
    public void Attention_ExplicitAsOf_LooksAtTheWorldOfThatMoment()
    {
        using var facts = new Facts()
            .Follow(1, 2, day: 5).Follow(1, 3, day: 50).Follow(1, 4, day: 1, ended: 50)
            .Interact(5, 1, "like", 20).Interact(6, 1, "like", 21);
        facts.Analyse(With(graph => graph with { AsOf = new DateTimeOffset(Facts.Day(20)) }));

        Assert.Equal(
            [(1UL, 2UL), (1UL, 4UL), (5UL, 1UL)],
            Attention(facts).Select(row => ((ulong)row[0]!, (ulong)row[1]!)));
    }

    [Fact]
    public void Attention_ExportTakenYearsAfterTheActs_IsMeasuredFromTheNewestAct()
    {
        using var facts = new Facts().Follow(1, 2, day: 4000).Interact(3, 2, "like", 10).Account(1, day: 4000);
        facts.Analyse();

        Assert.Equal(Facts.Day(10), facts.Value("SELECT as_of FROM settings"));
        Assert.Equal([1UL, 3UL], Attention(facts).Select(row => row[0]));
    }

    [Fact]
    public void Attention_NoWindowAndNoHalfLife_EverythingCountsInFull()
    {
        using var facts = new Facts().Interact(1, 2, "reply", 0).Interact(1, 2, "reply", 900);
        facts.Analyse(With(graph => graph with { Window = null, HalfLife = null }));

        Assert.Equal([[1UL, 2UL, (long)(6 * Unit), (byte)4]], Attention(facts));
    }

    [Fact]
    public void Attention_KindOfWeightZero_LeadsNowhereInTheGraph()
    {
        using var facts = new Facts().Clique(1, 2, 3).Interact(4, 1, "like", 0);
        var summary = facts.Analyse(With(graph => graph with { Weights = graph.Weights with { Like = 0 } }));

        Assert.Equal(3, summary.Members);
        Assert.Equal(1, summary.Residual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Attention_RandomFacts_EqualsTheSlowSum(int seed)
    {
        Random random = new(seed);
        using Facts facts = new();
        Dictionary<(ulong, ulong), long> expected = [];
        var weights = TestDefinition.Tiny.Graph.Weights;
        (string Kind, double Weight)[] kinds =
        [
            ("like", weights.Like), ("reply", weights.Reply), ("mention", weights.Mention),
            ("repost", weights.Repost), ("quote", weights.Quote),
        ];
        const int lastDay = 200;
        facts.Interact(1, 2, "like", lastDay);
        expected[(1, 2)] = (long)Unit;
        for (var i = 0; i < 200; i++)
        {
            var pair = ((ulong)random.Next(1, 6), (ulong)random.Next(6, 10));
            var (kind, weight) = kinds[random.Next(kinds.Length)];
            var day = random.Next(0, lastDay);
            facts.Interact(pair.Item1, pair.Item2, kind, day);
            if (lastDay - day < 180)
            {
                var decayed = weight * Math.Pow(2, -(lastDay - day) / 30.0);
                expected[pair] = expected.GetValueOrDefault(pair)
                    + (long)Math.Round(decayed * Unit, MidpointRounding.AwayFromZero);
            }
        }

        facts.Analyse();

        var found = Attention(facts).ToDictionary(row => ((ulong)row[0]!, (ulong)row[1]!), row => (long)row[2]!);
        Assert.Equal(expected.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key));
    }

    private static List<object?[]> Attention(Facts facts) => facts.Rows(
        "SELECT actor_id, target_id, weight, kinds FROM attention ORDER BY ALL");

    private static PipelineDefinition With(Func<GraphDefinition, GraphDefinition> change) =>
        TestDefinition.Tiny with { Graph = change(TestDefinition.Tiny.Graph) };
}
