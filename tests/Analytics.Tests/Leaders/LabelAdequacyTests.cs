using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class LabelAdequacyTests
{
    private static Facts Four() => new Facts().Clique(1, 2, 3, 4);

    [Fact]
    public void LabelAdequacy_OfPostsInGerman_IsTheShareThatMeetsTheRule()
    {
        // Adequate are the first three: German words up front, and the platform's label. Of the last two the one has
        // no known rule and the other is not paid for.
        using var facts = Four()
            .Post(1, 1, language: "de", disclosure: "werbung", upFront: true)
            .Post(1, 2, language: "de-AT", disclosure: "#anzeige", upFront: true)
            .Post(1, 3, language: "DE_de", disclosure: "#ad", upFront: false, sponsored: true)
            .Post(1, 4, language: "de", disclosure: "werbung", upFront: false)
            .Post(1, 5, language: "de", disclosure: "#ad", upFront: true)
            .Post(1, 6, language: "de", disclosure: "sponsored", upFront: true, sponsored: false)
            .Post(1, 7, language: "de", disclosure: "unbezahlte werbung", upFront: true)
            .Post(1, 8, language: "de", disclosure: "bezahlte partnerschaft", upFront: true)
            .Post(1, 9, language: "en", disclosure: "#ad", upFront: true)
            .Post(1, 10, language: "de");
        facts.Analyse();

        Assert.Equal([9L, 8L, 3L, 0.375], Leader(facts));
    }

    [Theory]
    // The post's own language counts first, then that of the newest profile that has one.
    [InlineData(null, "de", 1L)]
    [InlineData("de", "en", 1L)]
    [InlineData("en", "de", 0L)]
    [InlineData(null, "en", 0L)]
    [InlineData(null, null, 0L)]
    [InlineData("den", null, 0L)]
    public void LabelAdequacy_RuleOfTheLanguage_DependsOnPostThenProfile(string? post, string? profile, long labelled)
    {
        using var facts = Four()
            .Account(1, language: "fr", day: -1).Account(1, language: profile, day: 0).Account(1, day: 1)
            .Post(1, 1, language: post, disclosure: "werbung", upFront: true);
        if (profile is null)
            facts.Connection.Execute("UPDATE main.accounts SET language = NULL");
        facts.Analyse();

        Assert.Equal([1L, labelled, labelled, labelled == 0 ? null : 1.0], Leader(facts));
    }

    [Fact]
    public void LabelAdequacy_WithoutPosts_IsNull()
    {
        using var facts = Four().Account(1, language: "de").Interact(2, 1, "like", 1);
        facts.Analyse();

        Assert.Equal([0L, 0L, 0L, null], Leader(facts));
    }

    [Fact]
    public void LabelAdequacy_NothingSponsored_IsNull()
    {
        using var facts = Four().Post(1, 1, language: "de", sponsored: false).Post(1, 2, language: "de");
        facts.Analyse();

        Assert.Equal([0L, 0L, 0L, null], Leader(facts));
    }

    [Fact]
    public void LabelAdequacy_PlaceOfTheMarkerUnknown_IsNull()
    {
        using var facts = Four().Post(1, 1, language: "de", disclosure: "werbung");
        facts.Analyse();

        Assert.Equal([1L, 0L, 0L, null], Leader(facts));
    }

    private static object?[] Leader(Facts facts) =>
        Assert.Single(
            facts.Rows(
                """
                SELECT sponsored_posts, labelled_posts, adequate_posts, label_adequacy
                FROM leaders WHERE account_id = 1
                """));
}
