namespace Analytics.Tests.Definition;

public sealed class ClosestNameTests : IDisposable
{
    private readonly PipelineFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("grpah", "graph")]
    [InlineData("graf", "graph")]
    [InlineData("Leaders", "leaders")]
    [InlineData("comunitys", "communities")]
    [InlineData("privacy-", "privacy")]
    [InlineData("brief", "briefs")]
    public void Load_MisspeltKey_ProposesTheOneMeant(string key, string meant) =>
        Assert.Equal($"Did you mean '{meant}'?", RemedyOf(key));

    [Theory]
    [InlineData("a")]
    [InlineData("windmill")]
    [InlineData("something_else")]
    public void Load_KeyUnlikeAnyOther_ProposesNone(string key) => Assert.Equal("Remove it", RemedyOf(key));

    private string RemedyOf(string key) =>
        Assert.Single(_folder.ProblemsOf(PipelineFolder.With($"{key}: {{}}"))).Remedy;
}
