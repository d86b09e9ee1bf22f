using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>Where the partners' part of the broker is.</summary>
internal sealed class PartnerBrokerAddress
{
    public PartnerBrokerAddress(IConfiguration configuration)
    {
        var messaging = new Uri(configuration.GetConnectionString("messaging") ?? "amqp://guest:guest@localhost");
        VirtualHost = configuration["Partners:VirtualHost"] ?? "partners";
        Amqp = new UriBuilder(messaging) { Path = Uri.EscapeDataString(VirtualHost) }.Uri;
        Public = configuration["Partners:PublicAddress"] ?? $"{messaging.Scheme}://{messaging.Authority}";
        Management = configuration["Partners:Management"] is { } management ? new Uri(management) : null;
    }

    /// <summary>A virtual host of its own: partners are nowhere near the platform's queues.</summary>
    public string VirtualHost { get; }

    /// <summary>For the platform, with its own credentials.</summary>
    public Uri Amqp { get; }

    /// <summary>For partners: scheme, host and port as they reach them (<c>Partners:PublicAddress</c>).</summary>
    public string Public { get; }

    /// <summary>The broker's management API (<c>Partners:Management</c>); null: there are no queues for partners.</summary>
    public Uri? Management { get; }
}

/// <summary>
/// Sets up what a provider needs in the broker, through RabbitMQ's management API (features.md V10): its queue, and a
/// user that may read it, on at most two connections, and can neither write nor declare nor read anything else. Every
/// step may be repeated.
/// </summary>
internal sealed class PartnerBroker(HttpClient http, PartnerBrokerAddress address)
{
    private const int MaxConnections = 2;
    private const int MaxChannels = 20;
    private const string Nothing = "^$";

    public async Task OpenAsync(PartnerQueue queue, string password, CancellationToken ct)
    {
        var host = Uri.EscapeDataString(address.VirtualHost);
        var ours = Uri.EscapeDataString(Uri.UnescapeDataString(address.Amqp.UserInfo.Split(':')[0]));
        await PutAsync($"vhosts/{host}", new { description = "What partners are told" }, ct);
        await PutAsync($"permissions/{host}/{ours}", new Permissions(".*", ".*", ".*"), ct);
        await PutAsync($"users/{queue.UserName}", new { password, tags = "" }, ct);
        await PutAsync($"user-limits/{queue.UserName}/max-connections", new { value = MaxConnections }, ct);
        await PutAsync($"user-limits/{queue.UserName}/max-channels", new { value = MaxChannels }, ct);
        await PutAsync(
            $"permissions/{host}/{queue.UserName}",
            new Permissions(Nothing, Nothing, $"^{queue.Name.Replace(".", "\\.", StringComparison.Ordinal)}$"),
            ct
        );
    }

    /// <summary>The user goes first, and with it its connections.</summary>
    public async Task CloseAsync(PartnerQueue queue, CancellationToken ct)
    {
        await DeleteAsync($"users/{queue.UserName}", ct);
        await DeleteAsync($"queues/{Uri.EscapeDataString(address.VirtualHost)}/{queue.Name}", ct);
    }

    public static void Configure(HttpClient http, PartnerBrokerAddress address)
    {
        http.BaseAddress = address.Management is { } management ? new Uri(management, "/api/") : null;
        http.Timeout = TimeSpan.FromSeconds(10);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.Amqp.UserInfo)))
        );
    }

    private async Task PutAsync<T>(string path, T body, CancellationToken ct)
    {
        using var answer = await http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task DeleteAsync(string path, CancellationToken ct)
    {
        using var answer = await http.DeleteAsync(new Uri(path, UriKind.Relative), ct);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            answer.EnsureSuccessStatusCode();
        }
    }

    private sealed record Permissions(
        [property: JsonPropertyName("configure")] string Configure,
        [property: JsonPropertyName("write")] string Write,
        [property: JsonPropertyName("read")] string Read
    );
}
