using Analytics.Tests.Marts;

namespace Analytics.Tests.Campaigns;

public sealed class ChannelMartTests
{
    private static Facts Star(ulong hub, int size, Facts? facts = null)
    {
        facts ??= new Facts();
        // Reposts hold the star together when single follows lead out of it.
        for (ulong leaf = 1; leaf < (ulong)size; leaf++)
            facts.Interact(hub + leaf, hub, "repost", 0);
        return facts;
    }

    [Fact]
    public void Structures_Domains_AreCountedByAccountAndByLink()
    {
        using var facts = Star(1, 10);
        for (ulong account = 1; account <= 4; account++)
            facts.Post(account, 0, links: ["orf.at", "Example.org"]).Post(account, 1, links: ["orf.at"]);
        facts.Post(5, 0, links: ["orf.at"]).Post(6, 0, links: ["private.example"]);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal(
            [["domain", "orf.at", 5L, 0.5, 9L, 1], ["domain", "example.org", 4L, 0.4, 4L, 2]],
            facts.Rows("SELECT channel, name, accounts, share, uses, rank FROM structures"));
    }

    [Fact]
    public void Structures_PlatformOfASmallCell_TakesTheCountOfTheOtherWithIt()
    {
        using var facts = Star(1, 10);
        for (ulong account = 1; account <= 10; account++)
            facts.Account(account, platform: account <= 8 ? "first" : "second");
        facts.Analyse(TestDefinition.WithMinGroup(3));

        // Eight of ten would give the two on the other platform away.
        Assert.Equal(
            [["first", null, null, null]], facts.Rows("SELECT name, accounts, share, uses FROM structures"));
    }

    [Fact]
    public void Structures_HiddenRestOfThreePlatforms_TakesTheSmallestVisibleCountWithIt()
    {
        using var facts = Star(1, 20);
        for (ulong account = 1; account <= 20; account++)
            facts.Account(account, platform: account <= 12 ? "first" : account <= 18 ? "second" : "third");
        facts.Analyse(TestDefinition.WithMinGroup(3));

        Assert.Equal(
            [["first", 12L], ["second", null]], facts.Rows("SELECT name, accounts FROM structures"));
    }

    [Fact]
    public void Structures_PlatformOfEverybody_IsShown()
    {
        using var facts = Star(1, 5);
        for (ulong account = 1; account <= 5; account++)
            facts.Account(account, platform: "first");
        facts.Analyse(TestDefinition.WithMinGroup(3));

        Assert.Equal([["first", 5L, 1.0]], facts.Rows("SELECT name, accounts, share FROM structures"));
    }

    [Fact]
    public void Bridges_TwoStars_WeightAndAccountsOfBothSides()
    {
        using var facts = Star(101, 30, Star(1, 40));
        facts.Follow(2, 102).Follow(3, 102).Follow(103, 2);
        facts.Analyse();

        Assert.Equal(
            [[1L, 2L, 3.0, 2L, 2L], [2L, 1L, 3.0, 2L, 2L]],
            facts.Rows("SELECT community_id, other_id, weight, accounts, other_accounts FROM bridges"));
    }

    [Fact]
    public void Bridges_FewAccountsOnEitherSide_AreLeftOut()
    {
        using var facts = Star(101, 30, Star(1, 40));
        facts.Follow(2, 102).Follow(3, 102).Follow(4, 102);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Empty(facts.Rows("FROM bridges"));
    }

    [Fact]
    public void Bridges_WhatStaysHiddenOfACommunity_IsNoSmallCell()
    {
        // 1 and 2 share a bridge of three accounts a side; one account of 1 alone knows somebody in 3. Showing the
        // first would let the second be computed from conductance.
        using var facts = Star(201, 30, Star(101, 40, Star(1, 50)));
        facts.Follow(2, 102).Follow(3, 103).Follow(4, 104).Follow(5, 202);
        facts.Analyse(TestDefinition.WithMinGroup(3));

        Assert.Equal([50, 40, 30], facts.Rows("SELECT size FROM communities").Select(row => row[0]));
        Assert.Empty(facts.Rows("FROM bridges"));
    }
}
