using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Testing;
using Xunit;

namespace Notifications.Tests;

/// <summary>Notifications with a real Kannel behind it; its neighbours' events come over the real broker.</summary>
public sealed class NotificationsFixture : IAsyncLifetime
{
    public const string Messages = "/tmf-api/communicationManagement/v4/communicationMessage";

    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private TestIssuer _issuer = null!;
    private int _phones;

    public Kannel Kannel { get; private set; } = null!;
    public EventSource Neighbours { get; private set; } = null!;
    public string Messaging { get; private set; } = "";
    public EventTap<MessageDelivered> Delivered { get; private set; } = null!;
    public EventTap<PartnerDeliveryFailed> PartnerFailed { get; private set; } = null!;
    public EventTap<InboundMessageReceived> Inbound { get; private set; } = null!;
    public RunningService<NotificationsDb> Notifications { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        Messaging = messaging;
        var addresses = Addresses.Free();
        Kannel = await Kannel.StartAsync(inbound: addresses.Http);
        Inbound = await EventTap<InboundMessageReceived>.OpenAsync(messaging);
        Delivered = await EventTap<MessageDelivered>.OpenAsync(messaging);
        PartnerFailed = await EventTap<PartnerDeliveryFailed>.OpenAsync(messaging);
        var clock = (await Servers.GetAsync()).Folder($"clock-{Guid.CreateVersion7():N}");
        Notifications = await StartAsync(
            _issuer,
            messaging,
            Kannel.SendSms,
            Kannel.Folder,
            businessTime: Path.Combine(clock, "business-time"),
            addresses: addresses
        );
        Neighbours = await EventSource.OpenAsync(messaging);
    }

    /// <param name="businessTime">The file by which business time can be moved; null: it cannot.</param>
    /// <param name="partnersIn">The network that partners may be called in besides the public; null: none.</param>
    public static Task<RunningService<NotificationsDb>> StartAsync(
        TestIssuer issuer,
        string messaging,
        string sendsms,
        string gatewayFolder,
        string? partnersIn = "127.0.0.0/8",
        string? businessTime = null,
        Addresses? addresses = null
    )
    {
        addresses ??= Addresses.Free();
        var settings = new Dictionary<string, string>
        {
            ["services:sms-smsbox:sendsms:0"] = sendsms,
            ["Sms:Secret"] = Kannel.Secret,
            ["Sms:GatewayFolder"] = gatewayFolder,
            ["Sms:ReceiptBase"] = addresses.Http,
        };
        if (partnersIn is not null)
        {
            settings["Webhooks:AllowedNetworks:0"] = partnersIn;
        }

        if (businessTime is not null)
        {
            settings[BusinessClock.FileKey] = businessTime;
        }

        return RunningService<NotificationsDb>.StartAsync(issuer, messaging, settings, addresses: addresses);
    }

    /// <summary>Business time, as the clocks on the customers' walls show it.</summary>
    public DateTime WallClock => Clock.Now().On(China);

    /// <summary>Lets business time go on to the next moment at which the walls show this time.</summary>
    public void MoveBusinessTimeTo(TimeOnly wall)
    {
        var today = DateOnly.FromDateTime(WallClock);
        var at = China.FirstMomentAt(today, wall);
        Clock.Advance((at > Clock.Now() ? at : China.FirstMomentAt(today.AddDays(1), wall)) - Clock.Now());
    }

    /// <summary>An hour in which no reminder has to wait.</summary>
    public void MakeItDay()
    {
        if (WallClock.Hour is < 9 or > 18)
        {
            MoveBusinessTimeTo(new TimeOnly(9, 0));
        }
    }

    private BusinessClock Clock => Notifications.Services.GetRequiredService<BusinessClock>();

    public async ValueTask DisposeAsync()
    {
        await Notifications.DisposeAsync();
        await Neighbours.DisposeAsync();
        await PartnerFailed.DisposeAsync();
        await Inbound.DisposeAsync();
        await Delivered.DisposeAsync();
        Kannel.Dispose();
        await _issuer.DisposeAsync();
    }

    /// <summary>A number that no other test uses.</summary>
    public string NewPhone() => $"1390000{System.Threading.Interlocked.Increment(ref _phones):0000}";

    public static ContactChanged Contact(Guid account, string? phone, string language = "zh", long version = 1) =>
        new(account, version, "A1000001", phone, Email: null, language, TimeProvider.System.GetUtcNow());

    public static ComplaintOpened Case(Guid? account, string? contactPhone = null) =>
        new(
            Guid.CreateVersion7(),
            Version: 1,
            $"C-20261121-{Guid.CreateVersion7().ToString()[^8..]}",
            "complaint",
            "major",
            "hotline",
            account,
            contactPhone,
            contactPhone is null ? null : "zh",
            TimeProvider.System.GetUtcNow()
        );

    /// <summary>What was decided about a message, in order, once so many decisions stand.</summary>
    public Task<JsonElement[]> DecisionsAsync(string key, int count = 1) =>
        Eventually.GetAsync<JsonElement[]>(
            async () =>
            {
                using var agent = Notifications.As(Roles.Agent);
                var found = await agent.GetFromJsonAsync<JsonElement[]>(
                    $"/api/notifications/v1/decisions?messageKey={key}"
                );
                return found!.Length == count ? [.. found.OrderBy(d => d.GetProperty("number").GetInt32())] : null;
            },
            $"{count} decisions about {key}"
        );

    /// <summary>What the phone with this number has got, once it is so many texts.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string phone, int count)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(Kannel.Received(phone).Count >= count),
            $"{count} texts on the phone"
        );
        return Kannel.Received(phone);
    }

    /// <summary>The message about a case once it is in a status.</summary>
    public Task<object> MessageAsync(ComplaintOpened about, string status) =>
        Eventually.GetAsync<object>(
            async () =>
            {
                using var agent = Notifications.As(Roles.Agent);
                var found = await agent.GetFromJsonAsync<JsonElement[]>(
                    $"{Messages}?characteristic.value={about.ComplaintId}"
                );
                return found!
                    .Where(message => message.GetProperty("status").GetString() == status)
                    .Select(message => (object)message)
                    .SingleOrDefault();
            },
            $"a message about {about.CaseNumber} that is {status}"
        );
}
