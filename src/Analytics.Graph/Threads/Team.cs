using System.Runtime.ExceptionServices;

namespace Analytics.Graph.Threads;

/// <summary>
/// The workers of one <see cref="Workers.Run"/>, kept awake for a kernel that goes from parallel to serial work and
/// back some thousand times: one drives, the others help with the blocks he posts and spin in between, so that a turn
/// costs well under a microsecond instead of the sleeping and waking of threads.
/// <para>Nobody waits for a worker that has not begun: the driver takes all blocks himself where no one helps, and
/// waits only for blocks that somebody has in hand.</para>
/// </summary>
internal sealed class Team
{
    // Some tenths of a millisecond; a serial stretch longer than that puts the helpers to sleep.
    private const int SpinsBeforeSleep = 1500;

    private readonly SemaphoreSlim _wake = new(0);
    private volatile Job? _job;
    private volatile bool _ended;
    private int _driver = -1;
    private int _sleeping;

    private Team(int count) => Count = count;

    /// <summary>Worker numbers are below this.</summary>
    public int Count { get; }

    /// <summary>Runs <paramref name="drive"/> on one worker while the others help.</summary>
    public static void Run(Workers workers, Action<Team> drive)
    {
        Team team = new(workers.Count);
        workers.Run(worker =>
        {
            if (Interlocked.CompareExchange(ref team._driver, worker, -1) != -1)
            {
                team.Help(worker);
                return;
            }

            try
            {
                drive(team);
            }
            finally
            {
                team._ended = true;
                team._wake.Release(team.Count);
            }
        });
    }

    /// <summary>Only for the driver: runs <paramref name="body"/> once for every block from 0 to
    /// <paramref name="blocks"/> − 1; the second argument is the number of the worker, for scratch memory of its own.
    /// </summary>
    public void For(int blocks, Action<int, int> body)
    {
        if (Count == 1 || blocks <= 1)
        {
            for (int block = 0; block < blocks; block++)
                body(block, _driver);
            return;
        }

        Job job = new(blocks, body);
        _job = job;
        int asleep = Interlocked.Exchange(ref _sleeping, 0);
        if (asleep > 0)
            _wake.Release(asleep);
        job.Work(_driver);
        SpinWait spin = default;
        while (!job.IsDone)
            spin.SpinOnce(sleep1Threshold: -1);
        _job = null;
        job.Error?.Throw();
    }

    /// <summary>The driver's own number, for its serial work.</summary>
    public int Driver => _driver;

    private void Help(int worker)
    {
        Job? last = null;
        int spins = 0;
        while (!_ended)
        {
            Job? job = _job;
            if (job is not null && job != last)
            {
                job.Work(worker);
                (last, spins) = (job, 0);
                continue;
            }

            if (++spins < SpinsBeforeSleep)
            {
                if ((spins & 15) == 15)
                    Thread.Yield();
                else
                    Thread.SpinWait(10);
                continue;
            }

            // A job posted between the count and the look at it leaves one wake too many, which only costs a turn.
            Interlocked.Increment(ref _sleeping);
            if (!_ended && (_job is null || _job == last))
                _wake.Wait();
            spins = 0;
        }
    }

    private sealed class Job(int blocks, Action<int, int> body)
    {
        private int _next;
        private int _done;

        public ExceptionDispatchInfo? Error { get; private set; }

        public bool IsDone => Volatile.Read(ref _done) >= blocks;

        public void Work(int worker)
        {
            for (int block = Interlocked.Increment(ref _next) - 1; block < blocks;
                block = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    body(block, worker);
                }
                catch (Exception error)
                {
                    lock (this)
                        Error ??= ExceptionDispatchInfo.Capture(error);
                }

                Interlocked.Increment(ref _done);
            }
        }
    }
}
