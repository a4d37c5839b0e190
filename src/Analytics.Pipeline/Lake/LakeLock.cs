using System.Globalization;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// One run at a time per lake. The lock is the operating system's lock on <c>.lock</c> and on the lake's folder, so
/// that it holds when somebody deletes the file; it ends with the process however that ends. The file's text names
/// the owner for people. A file that nobody locks any more was left by a run that died: it is taken over, and
/// <see cref="TakenOverFrom"/> says from whom.
/// </summary>
public sealed class LakeLock : IDisposable
{
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(5);

    private readonly FolderLock? _folder;
    private readonly FileStream _stream;
    private readonly ITimer _heartbeat;
    private readonly Lock _gate = new();
    private bool _released;

    private LakeLock(FolderLock? folder, FileStream stream, string? takenOverFrom, TimeProvider clock)
    {
        _folder = folder;
        _stream = stream;
        TakenOverFrom = takenOverFrom;
        Write(clock);
        _heartbeat = clock.CreateTimer(_ => Beat(clock), null, HeartbeatPeriod, HeartbeatPeriod);
    }

    /// <summary>Owner text of a run that died, or null.</summary>
    public string? TakenOverFrom { get; }

    /// <exception cref="UserException">
    /// Another run holds the lake (exit code 75), or no lake can be there (exit code 2).
    /// </exception>
    public static LakeLock Acquire(LakeFolder lake, TimeProvider clock)
    {
        MakeFolder(lake.Path);
        var folder = FolderLock.TryTake(lake.Path, out var isHeld);
        if (isHeld) throw Busy(lake, null);
        try
        {
            return Acquire(lake, folder, clock);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    private static LakeLock Acquire(LakeFolder lake, FolderLock? folder, TimeProvider clock)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(lake.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw Busy(lake, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(lake.LockFile, "a file that cannot be written", "a lake that this user may write to", error);
        }

        try
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            var owner = reader.ReadToEnd().Trim();
            return new LakeLock(folder, stream, owner.Length > 0 ? owner : null, clock);
        }
        catch
        {
            // On a full disk the owner cannot be written; whoever tries again in this process must find it free.
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a run holds the lake. The lock itself is asked only where a run has written its name and not taken it
    /// back, because asking takes the lock for a moment.
    /// </summary>
    public static bool IsHeld(LakeFolder lake)
    {
        if (!File.Exists(lake.LockFile) || new FileInfo(lake.LockFile).Length == 0) return false;
        try
        {
            using var stream = new FileStream(lake.LockFile, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException error) when (IsHeld(error))
        {
            return true;
        }
    }

    private static UserException Busy(LakeFolder lake, Exception? error) => new(
        $"{lake.Path}: another run holds this lake. Wait for it to end, or name another lake with --lake.",
        ExitCodes.LakeBusy,
        error);

    /// <summary>Empties the file, so that the next run does not take it for one left by a crash, and lets go.</summary>
    public void Dispose()
    {
        _heartbeat.Dispose();
        lock (_gate)
        {
            if (_released) return;
            _released = true;
            _stream.SetLength(0);
            _stream.Dispose();
            _folder?.Dispose();
        }
    }

    private static void MakeFolder(string path)
    {
        if (File.Exists(path)) throw Unusable(path, "a file", "a folder for the lake, or nothing yet", null);
        try
        {
            Durable.CreateFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, "a place where no folder can be made", "a folder that this user may write to", error);
        }
    }

    private static UserException Unusable(string path, string found, string expected, Exception? error)
    {
        var reason = error is null ? "" : $" ({error.Message.TrimEnd('.')})";
        return new UserException(
            $"{path}: found {found}{reason}; expected {expected}. Mend it, or name another lake with --lake or "
            + "output.lake.",
            ExitCodes.Usage,
            error);
    }

    /// <summary>
    /// Only the lock itself: a full disk or a broken share is an <see cref="IOException"/> too, and waiting would not
    /// help. The platform hands on the system's number: EWOULDBLOCK, or a sharing or lock violation of Windows.
    /// </summary>
    private static bool IsHeld(IOException error) => OperatingSystem.IsWindows()
        ? (error.HResult & 0xFFFF) is 32 or 33
        : error.HResult == (OperatingSystem.IsLinux() ? 11 : 35);

    private void Beat(TimeProvider clock)
    {
        try
        {
            Write(clock);
        }
        catch (IOException)
        {
            // The text is for people; a full disk must not end the run here, where nobody could tell why.
        }
    }

    private void Write(TimeProvider clock)
    {
        lock (_gate)
        {
            if (_released) return;
            var now = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var text = $"process {Environment.ProcessId} on {Environment.MachineName}, last seen {now}\n";
            _stream.Position = 0;
            _stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            _stream.SetLength(_stream.Position);
            _stream.Flush();
        }
    }
}
