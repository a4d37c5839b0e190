using System.IO.Compression;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources.Recognition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Sources;

/// <summary>What files are said to be by their content; names help only where it leaves the question open.</summary>
public sealed class ExportRecognizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"did":"did:plc:a","time_us":1,"kind":"identity","identity":{}}""", SourceFormat.BlueskyJetstream)]
    [InlineData("""{"author":"a","subreddit":"b","created_utc":1,"id":"c"}""", SourceFormat.Reddit)]
    [InlineData("""{"data":[{"id":"1"}],"includes":{},"meta":{}}""", SourceFormat.XApiV2)]
    [InlineData("""{"Activity":{"Follower List":{"FansList":[]}}}""", SourceFormat.TiktokExport)]
    [InlineData("""{"actor":"a","target":"b","kind":"like","at":"2026-01-01"}""", SourceFormat.Ndjson)]
    [InlineData("id,thread_id,author,body,timestamp\n1,1,a,b,2026-01-01\n", SourceFormat.FourCat)]
    [InlineData("Account,User Name,Followers at Posting,Post Created\na,b,1,2026-01-01\n", SourceFormat.Crowdtangle)]
    [InlineData("Exported by a tool, for us\n\nsrc;dst\n1;2\n3;4\n5;6\n", SourceFormat.Csv)]
    [InlineData("12 13 1341360000 RT\n14 15 1341360001 MT\n", SourceFormat.EdgeList)]
    [InlineData("# from SNAP\n12\t13\n14\t15\n16\t17\n", SourceFormat.EdgeList)]
    public void Recognize_ByContent_NamesTheFormat(string content, SourceFormat format)
    {
        Write("export", Encoding.UTF8.GetBytes(content));
        Write("export.gz", Packed(content));
        Write("export16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(content)]);

        var (exports, others) = new ExportRecognizer(_engine).Recognize(_folder.Path);

        Assert.Empty(others);
        Assert.All(exports, export => Assert.Equal(format, export.Format));
        Assert.Equal(3, exports.Count);
    }

    /// <summary>A dataset of 4CAT does not say whose posts it holds; its columns and members do.</summary>
    [Theory]
    [InlineData("id,thread_id,author,body,timestamp,is_retweet\n", "x")]
    [InlineData("id,thread_id,author,body,timestamp,post_id,is_comment_on_comment\n", "tiktok")]
    [InlineData("id,thread_id,author,body,timestamp,is_paid_partnership,plays\n", "tiktok")]
    [InlineData("id,thread_id,author,body,timestamp,is_paid_partnership,reposts,quotes\n", "threads")]
    [InlineData("id,thread_id,author,body,timestamp,num_likes,usertags\n", "instagram")]
    [InlineData("""{"rest_id":"1","legacy":{"full_text":"a"},"__import_meta":{}}""", "x")]
    [InlineData("""{"cid":"1","aweme_id":"2","text":"a","create_time":3}""", "tiktok")]
    [InlineData("""{"nav_index":"1","source_platform":"t","data":{"code":"a","media_type":1,"user":1}}""", "instagram")]
    [InlineData("""{"uri":"at://a","__import_meta":{}}""", null)]
    public void Recognize_DatasetOf4Cat_NamesThePlatform(string content, string? platform)
    {
        Write("export", Encoding.UTF8.GetBytes(content));

        var export = Assert.Single(new ExportRecognizer(_engine).Recognize(_folder.Path).Exports);

        Assert.Equal((SourceFormat.FourCat, platform), (export.Format, export.Platform));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("window.YTD.follower.part0 = []", "one file of an archive of X")]
    [InlineData("""{"@context":"x","orderedItems":[]}""", "one file of a Mastodon archive")]
    [InlineData("""[{"title":"","string_list_data":[{"value":"a"}]}]""", "one file of an export (instagram-export)")]
    [InlineData("""{"friends_v2":[{"name":"a","timestamp":1}]}""", "one file of an export (facebook-export)")]
    [InlineData("PK\u0005\u0006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "an archive without files")]
    [InlineData("Name,Age\na,1\n", "columns do not tell what its rows are (Name, Age)")]
    [InlineData("anna_w,ben_k,1\nben_k,anna_w,2\n", "a table of 3 columns without names")]
    [InlineData("316609 5011 1\n316610 5012 2\n316611 5013 1\n", "a number that is no time: sums of acts")]
    [InlineData("""[{"x":1}]""", "a JSON array of records that no reader knows")]
    public void Recognize_WhatNoReaderTakes_SaysWhyAndWhatToDo(string content, string reason)
    {
        Write("export", Encoding.UTF8.GetBytes(content));

        var (exports, others) = new ExportRecognizer(_engine).Recognize(_folder.Path);

        Assert.Empty(exports);
        Assert.Contains(reason, Assert.Single(others).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Recognize_FolderWithArchivesPackedAndNot_FindsEachOnce()
    {
        foreach (var person in new[] { "anna", "ben" })
        {
            Write($"{person}/data/account.js", "window.YTD.account.part0 = []"u8.ToArray());
            Write($"{person}/data/follower.js", "window.YTD.follower.part0 = []"u8.ToArray());
        }

        using (var zip = ZipFile.Open(Path.Combine(_folder.Path, "cleo.zip"), ZipArchiveMode.Create))
            zip.CreateEntry("twitter-2026/data/account.js");

        var (exports, others) = new ExportRecognizer(_engine).Recognize(_folder.Path);

        Assert.Empty(others);
        Assert.Equal(["anna", "ben", "cleo.zip"], exports.Select(export => Path.GetFileName(export.Path)));
        Assert.All(exports, export => Assert.Equal(SourceFormat.XArchive, export.Format));
    }

    [Theory]
    [InlineData("data/account.js")]
    [InlineData("connections/followers_and_following/followers_1.json")]
    [InlineData("actor.json")]
    public void Recognize_ArchiveOfTwoPeople_IsNotTakenForOneExport(string file)
    {
        using (var zip = ZipFile.Open(Path.Combine(_folder.Path, "both.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntry($"anna/{file}");
            zip.CreateEntry($"ben/{file}");
        }

        var (exports, others) = new ExportRecognizer(_engine).Recognize(_folder.Path);

        Assert.Empty(exports);
        Assert.Contains("exports of several accounts", Assert.Single(others).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Propose_PersonalExports_ArePutUnderNoPersonsName()
    {
        foreach (var person in new[] { "anna_w", "ben_k" })
            Write($"x/{person}/data/account.js", "window.YTD.account.part0 = []"u8.ToArray());
        Write("instagram-anna_w-2026/connections/followers_and_following/followers_1.json", "[]"u8.ToArray());
        Write("y/ben_k/data/account.js", "window.YTD.account.part0 = []"u8.ToArray());

        var (exports, _) = new ExportRecognizer(_engine).Recognize(_folder.Path);
        var sources = ProposedSource.Of(exports);

        Assert.Equal(["instagram-export", "x-archive", "x-archive-2"], sources.Select(source => source.Name).Order());
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static byte[] Packed(string content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(content));
        return packed.ToArray();
    }
}
