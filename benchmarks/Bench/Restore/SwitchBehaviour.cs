using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace Bench.Restore;

/// <summary>The simulated switch's behaviour.</summary>
internal static class SwitchBehaviour
{
    public static async Task HangOnAsync(Uri simulators, string[] numbers)
    {
        using var http = new HttpClient { BaseAddress = simulators };
        using var answer = await http.PutAsJsonAsync(
            new Uri("switch/behaviour", UriKind.Relative),
            new { hangNumbers = numbers }
        );
        answer.EnsureSuccessStatusCode();
    }
}
