using System;
using System.Threading.Tasks;

namespace Testing;

/// <summary>Waits for what another process or thread does: looks again and again until a deadline, never just sleeps.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, int withinSeconds = 40)
        where T : class
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(withinSeconds))
            {
                throw new TimeoutException($"{what} did not come about within {withinSeconds} s.");
            }

            await Task.Delay(LookEvery);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> look, string what, int withinSeconds = 40) =>
        GetAsync(async () => await look() ? what : null, what, withinSeconds);
}
