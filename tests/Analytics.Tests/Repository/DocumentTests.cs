using System.Text.RegularExpressions;

namespace Analytics.Tests.Repository;

/// <summary>What documents promise about the repository.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents { get; } =
        [.. RepositoryFolder.Files().Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_OfADocument_LeadSomewhere(string document)
    {
        var folder = Path.GetDirectoryName(RepositoryFolder.PathOf(document))!;
        var targets = Link().Matches(File.ReadAllText(RepositoryFolder.PathOf(document)))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

        Assert.All(targets, target => Assert.True(
            Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}, which is not there"));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
