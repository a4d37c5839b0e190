using System.IO.Compression;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Youtube;

public sealed class YoutubeTakeoutTests
{
    private const string Me = "UCmmmmmmmmmmmmmmmmmmmmmm";
    private const string Anna = "UCaaaaaaaaaaaaaaaaaaaaaa";
    private const string Carl = "UCcccccccccccccccccccccc";

    [Fact]
    public void Read_English_GivesSubscriptionsCommentsAndFilms()
    {
        const string text = $$"""
            {"text":"Danke "},{"text":"@anna","mention":{"externalChannelId":"{{Anna}}"} }
            """;
        var read = Of(
            ("channels/channel.csv", $"Channel ID,Channel Title (Original),Channel Visibility\n{Me},Ich,Public\n"),
            ("subscriptions/subscriptions.csv",
                "Channel Id,Channel Url,Channel Title\n"
                + $"{Anna},http://www.youtube.com/channel/{Anna},\"Anna, live\"\n"
                + $"{Carl},http://www.youtube.com/channel/{Carl},Carl\n\n"),
            ("comments/comments.csv",
                "Comment ID,Channel ID,Comment create timestamp,Price,Parent comment ID,Post ID,Video ID,"
                + "Comment text,Top-level comment ID\r\n"
                + $"Ug1,{Me},2023-09-19T17:42:53.434647+00:00,0,,,vid1,"
                + $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\r\n"
                + $"Ug1.2,{Me},2023-09-20T17:42:53Z,0,Ug1,,vid1,Ja,Ug1\r\n"),
            ("video metadata/videos.csv",
                "Video ID,Approx Duration (ms),Video Audio Language,Video Category,Video Description (Original),"
                + "Channel ID,Tag 1,Video Title (Original),Privacy,Video State,Video Create Timestamp,"
                + "Video Publish Timestamp\n"
                + $"vid7,9000,de-DE,Comedy,#Weg,{Me},weg,Film,Public,Processed,2022-07-03T09:41:17+00:00,"
                + "2022-07-04T09:41:17+00:00\n"
                + $"vid8,9000,de,Comedy,x,{Me},,Film,Private,Processed,2022-07-03T09:41:17+00:00,\n"),
            ("playlists/Later.csv", "Video ID,Playlist Video Creation Timestamp\nx,2023-01-01T00:00:00+00:00\n"));

        Assert.Empty(read.Rejects);
        Assert.Equal([$"{Me}|{Anna}|||", $"{Me}|{Carl}|||"], read.Rows[FactKind.Follows]);
        Assert.Equal([$"{Me}|following|2|"], read.Rows[FactKind.Lists]);
        Assert.Equal(
            [
                $"vid7|{Me}|2022-07-04T09:41:17+00:00|Film\n#Weg|de||||||||||||",
                $"Ug1|{Me}|2023-09-19T17:42:53.434647+00:00|Danke @anna|||||||||||||",
                $"Ug1.2|{Me}|2023-09-20T17:42:53Z|Ja|||||||||||||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            [
                $"{Me}|vid1|reply|2023-09-19T17:42:53.434647+00:00", $"{Me}|Ug1|reply|2023-09-20T17:42:53Z",
            ],
            read.Rows[FactKind.Unaddressed]);
        Assert.Equal(
            [$"{Me}|{Anna}|mention|2023-09-19T17:42:53.434647+00:00|Ug1"], read.Rows[FactKind.Interactions]);
        Assert.Equal(
            ["Ignored file Later.csv 1", "Ignored file channel.csv 1", "Ignored films that are not public 1"],
            read.Drift);
    }

    [Theory]
    [InlineData("Kanal-ID,Kanal-URL,Kanaltitel", 0)]
    [InlineData("ID du canal,URL du canal,Titre de la chaîne", 3)]
    public void Read_AnyLanguage_KnowsTablesByTheirFirstRecord(string header, int unknown)
    {
        var read = Of(
            ("Abos/Abos.csv", $"{header}\n{Anna},http://www.youtube.com/channel/{Anna},Anna\n"),
            ("Kommentare/Kommentare.csv",
                $"a,b,c,d,e,f\nUg1,{Me},2021-05-01 12:00:00 UTC,0,vid1,\"So, ja\"\n"));

        Assert.Equal([$"{Me}|{Anna}|||"], read.Rows[FactKind.Follows]);
        Assert.Equal(
            [$"Ug1|{Me}|2021-05-01 12:00:00 UTC|So, ja|||||||||||||"], read.Rows[FactKind.Posts]);
        Assert.Equal([$"{Me}|vid1|reply|2021-05-01 12:00:00 UTC"], read.Rows[FactKind.Unaddressed]);
        Assert.Equal(6 + unknown, read.Drift.Count);
    }

    [Fact]
    public void Open_NobodysExport_IsRefusedWithTheRemedy()
    {
        var error = Assert.Throws<ExportFileException>(() => Of(
            ("Abos.csv", $"Kanal-ID,Kanal-URL,Kanaltitel\n{Anna},http://www.youtube.com/channel/{Anna},Anna\n")));

        Assert.Contains("choose 'channels' too", error.Message, StringComparison.Ordinal);
    }

    private static RecordText Of(params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "takeout.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                var entry = zip.CreateEntry($"Takeout/YouTube and YouTube Music/{name}");
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        var read = RecordText.OfFile(SourceFormat.YoutubeTakeout, path);
        Assert.Equal(
            files.Sum(file => System.Text.Encoding.UTF8.GetByteCount(file.Text)), read.Bytes.TotalBytes);
        return read;
    }
}
