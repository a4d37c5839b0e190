namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>What an entry of one of Instagram's lists says: which list it stands in tells.</summary>
internal enum InstagramEntryKind
{
    /// <summary>An account follows the owner.</summary>
    Follower,

    /// <summary>The owner follows an account.</summary>
    Following,

    /// <summary>The owner followed an account and does so no more.</summary>
    Unfollowed,

    /// <summary>The owner likes a post of an account.</summary>
    PostLike,

    /// <summary>The owner likes a comment of an account.</summary>
    CommentLike,

    /// <summary>The owner likes a story of an account.</summary>
    StoryLike,

    /// <summary>The owner commented on a post of an account.</summary>
    Comment,
}
