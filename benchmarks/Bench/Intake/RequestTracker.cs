using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Intake;

/// <summary>The peer: Request Tracker 5 creates a ticket over its REST interface, on the platform's PostgreSQL.</summary>
internal sealed class RequestTracker : IDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;
    private readonly Process _process;
    private int _tickets;

    private RequestTracker(Process process, HttpClient http)
    {
        _process = process;
        _http = http;
    }

    public static async Task<RequestTracker> StartAsync(Stage stage, string folder)
    {
        var script = Path.Combine(folder, "peers", "request-tracker");
        await Programs.RunAsync(script, ["install"]);
        var database = new NpgsqlConnectionStringBuilder(await stage.ConnectionStringAsync("complaints-db"));
        var port = BareHop.FreePort();
        var process = Programs.Start(
            script,
            ["run"],
            ("PGPORT", database.Port.ToString(CultureInfo.InvariantCulture)),
            ("PGPASSWORD", database.Password!),
            ("RT_PORT", port.ToString(CultureInfo.InvariantCulture))
        );
        process.BeginErrorReadLine(); // it logs a lot, and would wait for a reader
        var address = new Uri($"http://127.0.0.1:{port}/");
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = address,
        };
        http.DefaultRequestHeaders.Referrer = address;
        for (var began = Stopwatch.GetTimestamp(); !await LogsInAsync(http); )
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartsWithin)
            {
                throw new IOException("Request Tracker did not come up.");
            }

            await Task.Delay(500);
        }

        return new(process, http);
    }

    public async Task CreateAsync()
    {
        var n = Interlocked.Increment(ref _tickets);
        var ticket = new Dictionary<string, string>
        {
            ["Queue"] = "General",
            ["Subject"] = $"bench {n}",
            ["Content"] = "line noise",
            ["Requestor"] = $"user{n % 50}@example.com",
        };
        using var body = new StringContent(JsonSerializer.Serialize(ticket), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("REST/2.0/ticket", UriKind.Relative), body);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            throw new IOException($"Request Tracker answered {(int)answer.StatusCode}.");
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>A session cookie: tokens and basic authentication would add the hashing of a password to each call.</summary>
    private static async Task<bool> LogsInAsync(HttpClient http)
    {
        try
        {
            using var page = await http.GetAsync(new Uri("NoAuth/Login.html", UriKind.Relative));
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["user"] = "root", ["pass"] = "password" }
            );
            using var answer = await http.PostAsync(new Uri("NoAuth/Login.html", UriKind.Relative), form);
            return page.IsSuccessStatusCode && answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
