using Analytics.Pipeline.Definition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>
/// A leader and the accounts around it, one word each, every letter something that the account does or is:
/// <c>l</c> likes the leader, <c>r</c> reposts and <c>n</c> mentions it, <c>f</c> follows it, <c>a</c> uses its hashtag
/// after it did; <c>x</c> is flagged; of single signs <c>p</c> no posts, <c>q</c> following ratio, <c>m</c> mass
/// following, <c>y</c> young account, <c>b</c> burst of follows, <c>t</c> both signs of timing; <c>-</c> nothing.
/// Only follows carry weight, so circles are communities whoever likes whom.
/// </summary>
/// <param name="Name">What the example shows.</param>
/// <param name="Here">Members of the leader's community: they follow each other, and the leader follows them.</param>
/// <param name="NextDoor">Members of a community of four beside it.</param>
/// <param name="Nowhere">Accounts in no community.</param>
internal sealed record Circle(string Name, string Here, string NextDoor = "", string Nowhere = "")
{
    private const double Second = 1.0 / 86_400;
    private const ulong Decoy = 1, Popular = 10;

    /// <summary>Cells of fewer than two are small.</summary>
    public static PipelineDefinition Definition { get; } = TestDefinition.WithMinGroup(2) with
    {
        Graph = TestDefinition.Tiny.Graph with { Weights = new(1, 0, 0, 0, 0, 0) },
        Communities = TestDefinition.Tiny.Communities with
        {
            MinSize = 4,
            Objective = CommunityObjective.Cpm,
            Resolution = 0.5,
        },
    };

    /// <summary>Writes all circles; the leader of the i-th has the number 1000 · (i + 1).</summary>
    public static Facts Write(IReadOnlyList<Circle> circles)
    {
        // Three accounts whose timing others share, so that nobody is a crowd alone.
        var facts = new Facts().Clique(Decoy, 2, 3, 4);
        foreach (var account in (ulong[])[2, 3, 4]) Sign(facts, account, 't');
        for (var i = 0; i < circles.Count; i++) circles[i].Write(facts, 1000 * ((ulong)i + 1));
        return facts;
    }

    public static ulong LeaderOf(IReadOnlyList<Circle> circles, string name) =>
        1000 * ((ulong)circles.Index().Single(circle => circle.Item.Name == name).Index + 1);

    private void Write(Facts facts, ulong leader)
    {
        var here = Around(facts, leader, leader + 1, Here);
        var nextDoor = Around(facts, leader, leader + 101, NextDoor);
        var nowhere = Around(facts, leader, leader + 201, Nowhere);
        facts.Clique(here).Post(leader, 1, [$"tag{leader}"]);
        foreach (var account in here) facts.Follow(leader, account);
        if (nextDoor.Length > 0)
            facts.Clique([.. Enumerable.Range(101, Math.Max(4, nextDoor.Length)).Select(i => leader + (ulong)i)]);
        // Pairs are too few for a community.
        foreach (var account in nowhere) facts.Clique(account, account + 100);
    }

    private static ulong[] Around(Facts facts, ulong leader, ulong first, string words)
    {
        var accounts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < accounts.Length; i++)
        {
            foreach (var letter in accounts[i]) Do(facts, leader, first + (ulong)i, letter);
        }

        return [.. accounts.Select((_, i) => first + (ulong)i)];
    }

    private static void Do(Facts facts, ulong leader, ulong account, char letter)
    {
        switch (letter)
        {
            case 'l': facts.Interact(account, leader, "like", 10); break;
            case 'r': facts.Interact(account, leader, "repost", 10); break;
            case 'n': facts.Interact(account, leader, "mention", 10); break;
            case 'f': facts.Follow(account, leader); break;
            case 'a': facts.Post(account, 2, [$"tag{leader}"]); break;
            case '-': break;
            default: Sign(facts, account, letter); break;
        }
    }

    private static void Sign(Facts facts, ulong account, char letter)
    {
        switch (letter)
        {
            case 'x': facts.Account(account, followers: 0, following: 1000, posts: 0, created: 0); break;
            case 'p': facts.Account(account, posts: 0); break;
            case 'q': facts.Account(account, followers: 1, following: 10); break;
            case 'm': facts.Account(account, following: 1000); break;
            case 'y': facts.Account(account, created: 0); break;
            case 'b':
                // Ten follows within a minute, in a source that knows when; they did not last.
                for (ulong i = 0; i < 10; i++)
                    facts.Follow(account, Popular + i, 3 + (5 * (i + 1) * Second), ended: 4, source: "exact");
                break;
            case 't':
                for (var day = 3; day <= 5; day++) facts.Interact(account, Decoy, "like", day);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(letter), letter, "Not known.");
        }
    }
}
