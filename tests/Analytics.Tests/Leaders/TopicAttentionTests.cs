using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>Posts get the numbers 1000, 1001, … in the order of writing.</summary>
public sealed class TopicAttentionTests
{
    private static readonly PipelineDefinition Cycling = About(TestDefinition.Tiny, "radweg");

    private static PipelineDefinition About(PipelineDefinition definition, params string[] topics) =>
        definition with { Leaders = definition.Leaders with { Topics = topics } };

    /// <summary>Two communities, 1–4 and 11–14.</summary>
    private static Facts TwoCliques() => new Facts().Clique(1, 2, 3, 4).Clique(11, 12, 13, 14);

    [Fact]
    public void TopicAttention_FourMembers_CountsThoseWhoActedOnPostsOnTopicOnce()
    {
        using var facts = TwoCliques()
            .Post(1, 1, ["Radweg", "Graz"]).Post(1, 1, ["#radweg"]).Post(1, 1, ["Wetter"])    // 1000, 1001, 1002
            .Post(2, 1, ["Wetter"]).Post(3, 1, [])                                            // 1003, 1004
            .Interact(2, 1, "like", 2, 1000).Interact(2, 1, "repost", 2, 1001)    // one member, two posts
            .Interact(3, 1, "reply", 2, 1001)
            .Interact(4, 1, "like", 2, 1002)        // another subject
            .Interact(4, 1, "mention", 2, 1000)     // no act on a post
            .Interact(4, 1, "quote", 2, 1003)       // the post of somebody else
            .Interact(4, 1, "like", 2)              // no post named
            .Interact(11, 1, "like", 2, 1000)       // not of the community
            .Interact(3, 2, "like", 2, 1003);
        facts.Analyse(Cycling);

        Assert.Equal(
            [
                [1UL, 2L, 2 / 3.0, 2L, 1.0], [2UL, 0L, 0.0, 0L, 0.0], [3UL, 0L, 0.0, 0L, 0.0],
                [4UL, null, null, null, null],
            ],
            Topical(facts));
    }

    [Fact]
    public void TopicAttention_OutsideTheWindow_DoesNotCount()
    {
        // The window is 180 days and ends on day 200.
        using var facts = TwoCliques()
            .Post(1, 10, ["radweg"]).Post(1, 30, ["radweg"]).Post(11, 200, ["radweg"])
            .Interact(2, 1, "like", 40, 1000).Interact(3, 1, "like", 40, 1001).Interact(4, 1, "like", 15, 1001);
        facts.Analyse(Cycling);

        Assert.Equal([1UL, 1L, 1.0, 1L, 0.0], Topical(facts)[0]);
    }

    [Fact]
    public void TopicAttention_NoTopicsInTheFile_TakesThoseOfEachCommunity()
    {
        using var facts = new Facts();
        for (ulong leaf = 2; leaf <= 40; leaf++)
        {
            facts.Follow(leaf, 1).Follow(leaf + 100, 101)
                .Post(leaf, 1, ["radweg", "wetter"]).Post(leaf + 100, 1, ["wetter"]);
        }

        // 1078 and 1079: the hubs on the topic of the first.
        facts.Post(1, 1, ["radweg"]).Post(101, 1, ["radweg"])
            .Interact(2, 1, "like", 2, 1078).Interact(3, 1, "like", 2, 1078).Interact(102, 101, "like", 2, 1079);
        facts.Analyse();

        Assert.Equal([[1L, "radweg"]], facts.Rows("SELECT community_id, topic FROM topics WHERE topic = 'radweg'"));
        Assert.Equal(
            [[1L, 2L, null]],
            facts.Rows(
                """
                SELECT posts_on_topic, topic_attention, (SELECT leader_topics FROM settings)
                FROM leaders WHERE account_id = 1
                """));
    }

    [Fact]
    public void TopicAttention_CommunityWithoutTopics_IsUnknown()
    {
        using var facts = TwoCliques().Post(1, 1, ["radweg"]).Interact(2, 1, "like", 2, 1000);
        facts.Analyse();

        Assert.Equal([[0L]], facts.Rows("SELECT count(*) FROM topics"));
        Assert.Equal([1UL, null, null, null, null], Topical(facts)[0]);
    }

    [Fact]
    public void TopicAttention_PostsDoNotTellHashtags_IsUnknown()
    {
        using var facts = TwoCliques().Post(1, 1).Post(2, 1, ["radweg"]).Interact(3, 1, "like", 2, 1000)
            .Interact(3, 2, "like", 2, 1001);
        facts.Analyse(Cycling);

        Assert.Equal([[1UL, null, null, null, null], [2UL, 1L, 1.0, 1L, 0.0]], Topical(facts)[..2]);
    }

    [Fact]
    public void TopicAttention_NoInteractionNamesAPost_IsUnknownForAll()
    {
        using var facts = TwoCliques().Post(1, 1, ["radweg"]).Post(2, 1, ["wetter"])
            .Interact(2, 1, "like", 2).Interact(3, 1, "mention", 2, 1000);
        facts.Analyse(Cycling);

        Assert.Equal([[1UL, 1L, 1.0, null, null], [2UL, 0L, 0.0, null, null]], Topical(facts)[..2]);
    }

    [Fact]
    public void TopicAttention_NoInteractionWithTheMemberNamesAPost_IsUnknownForIt()
    {
        using var facts = TwoCliques().Post(1, 1, ["radweg"]).Post(2, 1, ["radweg"]).Post(3, 1, ["radweg"])
            .Interact(2, 1, "like", 2, 1000).Interact(3, 2, "like", 2);
        facts.Analyse(Cycling);

        // Nobody turned to 3, so nobody did on topic either.
        Assert.Equal(
            [[1UL, 1L, 1.0, 1L, 1.0], [2UL, 1L, 1.0, null, null], [3UL, 1L, 1.0, 0L, 0.0]], Topical(facts)[..3]);
    }

    [Fact]
    public void TopicAttention_SmallCell_IsHiddenButRanked()
    {
        using var facts = TwoCliques().Post(1, 1, ["radweg"]).Post(2, 1, ["radweg"]).Interact(2, 1, "like", 2, 1000);
        facts.Analyse(About(TestDefinition.WithMinGroup(2), "radweg"));

        Assert.Equal([[1UL, 1L, 1.0, null, 1.0], [2UL, 1L, 1.0, 0L, 0.0]], Topical(facts)[..2]);
    }

    [Fact]
    public void TopicAttention_OneMoreEngagedOffTopic_IsHiddenWithTheDifference()
    {
        using var facts = TwoCliques().Post(1, 1, ["radweg"]).Post(2, 1, ["radweg"])
            .Interact(2, 1, "like", 2, 1000).Interact(3, 1, "like", 2, 1000).Interact(4, 1, "mention", 2);
        facts.Analyse(About(TestDefinition.WithMinGroup(2), "radweg"));

        Assert.Equal(
            [[3L, null]], facts.Rows("SELECT engaged_members, topic_attention FROM leaders WHERE account_id = 1"));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table("leaders"))));
    }

    [Fact]
    public void Topics_AnySpelling_ArePublishedOnceInOrder()
    {
        using var facts = TwoCliques().Post(1, 1, ["Öffis"]);
        facts.Analyse(About(TestDefinition.Tiny, "#radweg", "öffis", "Radweg", "it's"));

        Assert.Equal(
            [["it's, radweg, öffis"]], facts.Rows("SELECT array_to_string(leader_topics, ', ') FROM settings"));
        Assert.Equal(1L, Topical(facts)[0][1]);
    }

    [Fact]
    public void Expert_AttendedOnTopic_IsFirst_AndWhoeverIsUnknownIsNotListed()
    {
        // 1 is attended by three, but not on topic; 2 by two, on topic; of 3 and 4 no posts came.
        using var facts = TwoCliques().Post(1, 1, ["wetter"]).Post(2, 1, ["radweg"])
            .Interact(2, 1, "like", 2, 1000).Interact(3, 1, "like", 2, 1000).Interact(4, 1, "like", 2, 1000)
            .Interact(3, 2, "like", 2, 1001).Interact(4, 2, "like", 2, 1001).Interact(1, 3, "repost", 2);
        facts.Analyse(Cycling with { Leaders = Cycling.Leaders with { Profiles = LeaderProfiles.BuiltIn } });

        // Percentiles of 2: topic 1, credible share 2/3, originality 1 (1 has passed on a post); of 1: 0, 1, 0.
        Assert.Equal(
            [[1, 2UL, (3 + 2 / 3.0 + 1) / 5], [2, 1UL, 0.2]],
            facts.Rows(
                """
                SELECT rank, account_id, score FROM rankings
                WHERE profile = 'expert' AND community_id = (SELECT community_id FROM members WHERE account_id = 1)
                ORDER BY rank
                """));
        Assert.Equal(
            [["credible_share", 1.0], ["originality", 1.0], ["topic_attention", 3.0]],
            facts.Rows("SELECT component, weight FROM profiles WHERE profile = 'expert' AND weight <> 0"));
    }

    [Fact]
    public void Expert_Planted_IsFirstThereButNotAmongMultipliers()
    {
        // Fifty members each. 1, 2 and 3 are answered and shared by everybody, on anything; the expert 25 by twenty, on
        // topic. Half of the members write about the weather and on topic, and a few listen to each.
        using var facts = new Facts();
        for (ulong member = 1; member <= 50; member++)
        {
            for (ulong next = 1; next <= 5; next++)
                facts.Follow(member, (member + next - 1) % 50 + 1).Follow(member + 100, (member + next - 1) % 50 + 101);
        }

        ulong post = 1000;
        Write(1, "wetter", 45);
        Write(2, "wetter", 45);
        Write(3, "wetter", 45);
        Write(25, "radweg", 20);
        for (ulong member = 4; member < 25; member++)
            Write(member, member % 2 == 0 ? "radweg" : "wetter", (int)(member % 4) + 1);
        facts.Analyse(Cycling with
        {
            Leaders = Cycling.Leaders with { Weights = LeaderWeights.Default, Profiles = LeaderProfiles.BuiltIn },
        });

        Assert.Equal([[25UL]], First("expert"));
        Assert.DoesNotContain(25UL, Assert.Single(First("multiplier")));
        return;

        void Write(ulong author, string topic, int audience)
        {
            for (var time = 0; time < 3; time++, post++)
            {
                facts.Post(author, 10 * time, [topic]);
                for (var i = 0; i < audience; i++)
                {
                    var actor = (author + 3 + (ulong)i) % 50 + 1;
                    if (actor != author)
                        facts.Interact(actor, author, i % 2 == 0 ? "repost" : "reply", 10 * time + 1, post);
                }
            }
        }

        List<object?[]> First(string profile) => facts.Rows(
            $"""
            SELECT account_id FROM rankings
            WHERE profile = '{profile}' AND rank = 1
              AND community_id = (SELECT community_id FROM members WHERE account_id = 25)
            """);
    }

    private static List<object?[]> Topical(Facts facts) => facts.Rows(
        """
        SELECT account_id, posts_on_topic, topic_share, topic_attention, topic_attention_percentile
        FROM leaders WHERE account_id < 10 ORDER BY account_id
        """);
}
