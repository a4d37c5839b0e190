using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Samples.Platforms;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>The community that is written in the form of each platform.</summary>
public sealed class PlatformNetworkTests
{
    private static readonly SampleOptions Options = new() { Folder = "", Accounts = 3_000 };

    [Fact]
    public void Of_TheSample_HoldsWhatAPlatformHolds()
    {
        var network = PlatformNetwork.Of(Options);

        Assert.InRange(network.People.Count, 20, 200);
        Assert.True(network.Follows.Count > network.People.Count);
        Assert.Equal(network.Posts.Count, network.Posts.Select(post => post.Id).Distinct().Count());
        Assert.Contains(network.Posts, post => post.InReplyTo is not null);
        Assert.Contains(network.Posts, post => post.Quoted is not null);
        Assert.Contains(network.Posts, post => post.Mentions.Count > 0);
        Assert.Contains(network.Posts, post => post.Hashtags.Count > 0 && post.Links.Count > 0);
        Assert.Contains(network.Acts, act => act.Kind == InteractionKind.Like);
        Assert.Contains(network.Acts, act => act.Kind == InteractionKind.Repost);
        Assert.DoesNotContain(network.Acts, act => act.Actor == act.Post.Author || act.At < act.Post.At);
        Assert.All(network.Follows, follow => Assert.NotEqual(follow.Follower, follow.Followee));
    }

    [Fact]
    public void Of_Twice_IsTheSame()
    {
        var (first, second) = (PlatformNetwork.Of(Options), PlatformNetwork.Of(Options));

        Assert.Equal(first.Posts.Select(post => (post.Id, post.Text)), second.Posts.Select(p => (p.Id, p.Text)));
        Assert.Equal(first.Acts.Select(act => act.Id), second.Acts.Select(act => act.Id));
    }
}
