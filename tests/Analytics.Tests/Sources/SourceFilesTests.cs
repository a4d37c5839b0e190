using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Definition;

namespace Analytics.Tests.Sources;

public sealed class SourceFilesTests : IDisposable
{
    private readonly PipelineFolder _folder = new(
        "a1.csv", "a2.csv.gz", "b[1].csv", ".hidden.csv", "notes.md", "deep/a3.csv", "deep/er/a4.csv.zst",
        "deep/er/posts.jsonl", "deep/.secret/a5.csv");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a1.csv", "a1.csv")]
    [InlineData("notes.md", "notes.md")]
    [InlineData("missing.csv", "")]
    [InlineData("a*.csv", "a1.csv")]
    [InlineData("a?.csv*", "a1.csv,a2.csv.gz")]
    [InlineData("a[!1].csv.gz", "a2.csv.gz")]
    [InlineData("b[1].csv", "b[1].csv")]
    [InlineData("*/a*", "deep/a3.csv")]
    [InlineData("**/a*", "a1.csv,a2.csv.gz,deep/a3.csv,deep/er/a4.csv.zst")]
    [InlineData("d*/er/*.zst", "deep/er/a4.csv.zst")]
    [InlineData("deep/**", "deep/a3.csv,deep/er/a4.csv.zst,deep/er/posts.jsonl")]
    [InlineData("nowhere/*.csv", "")]
    public void Find_Path_GivesVisibleFilesInOrder(string path, string expected) =>
        Assert.Equal(expected, string.Join(',', Find(path, SourceFormat.Csv)));

    [Theory]
    [InlineData(SourceFormat.Csv, "deep/a3.csv,deep/er/a4.csv.zst")]
    [InlineData(SourceFormat.Ndjson, "deep/er/posts.jsonl")]
    [InlineData(SourceFormat.Parquet, "")]
    public void Find_Folder_GivesFilesOfTheFormat(SourceFormat format, string expected) =>
        Assert.Equal(expected, string.Join(',', Find("deep", format)));

    private IEnumerable<string> Find(string path, SourceFormat format) =>
        SourceFiles.Find(Path.Combine(_folder.Path, path), format).Select(f => Path.GetRelativePath(_folder.Path, f));
}
