using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Facebook;

/// <summary>People of Facebook have names and no ids, so none of them may become an account.</summary>
public sealed class FacebookTests
{
    private static readonly (string Name, string Text)[] Lists =
    [
        ("connections/friends/your_friends.json",
            """{"friends_v2":[{"name":"Anna M","timestamp":1500000000},{"name":"Anna M","timestamp":1500000001}]}"""),
        ("connections/followers/who_you_ve_followed.json",
            """{"following_v3":[{"name":"Carl X","timestamp":1500000000,"mood":1}]}"""),
        ("connections/followers/people_who_followed_you.json", """{"followers_v3":[{"name":"Dora"}]}"""),
        ("your_facebook_activity/pages/pages_you've_liked.json", """{"page_likes_v2":[{"name":"P","timestamp":1}]}"""),
        ("messages/inbox/x/message_1.json", """{"messages":[]}"""),
    ];

    [Theory]
    [InlineData("https://www.facebook.com/Anna.B", "@anna.b")]
    [InlineData("https://www.facebook.com/profile.php?id=1000123", "1000123")]
    public void Read_OwnerWithAddress_KeepsWhatTheProfileClaims(string address, string id)
    {
        var read = Of(
        [
            .. Lists,
            ("personal_information/profile_information/profile_information.json",
                $$"""{"profile_v2":{"profile_uri":"{{address}}","registration_timestamp":1200000000,"name":1} }"""),
        ]);

        Assert.Equal([$"{id}||3|1||1200000000||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal([FactKind.Accounts], read.Rows.Select(table => table.Key));
        Assert.Equal(
            [
                "UnknownKey mood 1", "Ignored file message_#.json 1", "Ignored file profile_information.json 1",
                "Ignored followed known by name only 1", "Ignored followers known by name only 1",
                "Ignored friends known by name only 2", "Ignored liked pages known by name only 1",
            ],
            read.Drift);
    }

    [Fact]
    public void Read_OwnerWithoutAddress_GivesNothingAndSaysWhy()
    {
        var read = Of(Lists);

        Assert.Empty(read.Rows);
        Assert.Empty(read.Rejects);
        Assert.Contains("Ignored profile without an address 1", read.Drift);
    }

    private static RecordText Of(params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        var read = RecordText.OfFile(SourceFormat.FacebookExport, folder.Path);
        Assert.Equal(files.Sum(file => file.Text.Length), read.Bytes.TotalBytes);
        return read;
    }
}
