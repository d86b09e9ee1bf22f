using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>A provider with a service that is sold, and customers who ask for it, answer and stop.</summary>
internal sealed class Shop
{
    public const string Root = "/api/vas/v1/subscriptions";
    public const string Charges = "/api/vas/v1/charges";

    private readonly VasFixture _platform;

    private Shop(VasFixture platform) => _platform = platform;

    public Guid Provider { get; } = Guid.CreateVersion7();
    public Guid Service { get; } = Guid.CreateVersion7();

    /// <summary>Opens one, as the Providers area would have written it.</summary>
    public static async Task<Shop> OpenAsync(
        VasFixture platform,
        string period = "Month",
        decimal price = 8,
        int trialDays = 0
    )
    {
        var shop = new Shop(platform);
        await shop.SqlAsync(
            $"""
            insert into providers (id, version, number, name_zh, name_en, status, score, sales_suspended, definition, currency,
                                   contacts, service_count, applied_by, applied_at, decided_by, decided_at, last_update)
            values ('{shop.Provider}', 1, 'SP-{shop.Provider:N}', '河南风云', 'Henan Clouds', 'Active', 100, false, 'upheld-v1', 'CNY',
                    '[]', 1, 'finance-1', now(), 'finance-2', now(), now())
            """
        );
        await shop.AddServiceAsync(shop.Service, "天气早报", "Morning Weather", period, price, trialDays);
        return shop;
    }

    public Task AddServiceAsync(
        Guid id,
        string zh,
        string en,
        string period = "Month",
        decimal price = 8,
        int trialDays = 0
    ) =>
        SqlAsync(
            $"""
            insert into vas_services (id, version, provider_id, code, access_code, name_zh, name_en, price, period, status,
                                      currency, trial_days, proposed_by, proposed_at, approved_by, approved_at)
            values ('{id}', 1, '{Provider}', 'VS-{id:N}', 'P-{id:N}', '{zh}', '{en}', {price}, '{period}', 'Live',
                    'CNY', {trialDays}, 'finance-1', now(), 'finance-2', now())
            """
        );

    /// <summary>So many active ones that nobody answers for, as taken over from elsewhere.</summary>
    public Task TakeOverAsync(int count) =>
        SqlAsync(
            $"""
            insert into vas_subscriptions (id, version, service_id, provider_id, account_id, line_id, service_number, status,
                                           price, currency, period, requested_at, confirmed_at)
            select gen_random_uuid(), 2, '{Service}', '{Provider}', gen_random_uuid(), gen_random_uuid(), '137' || n,
                   'Active', 8, 'CNY', 'Month', now(), now()
              from generate_series(1, {count}) n
            """
        );

    /// <summary>The provider has to leave.</summary>
    public Task ExitAsync() =>
        SqlAsync($"update providers set status = 'Exited', sales_suspended = true where id = '{Provider}'");

    public HttpClient Partner() => _platform.Vas.As(Roles.Partner, partner: Provider);

    public Task<HttpResponseMessage> AskAsync(Subscriber who, Guid? service = null) =>
        AskAsync(_platform.Vas.As(Roles.Customer, who.Account), service ?? Service, who.Number);

    public static Task<HttpResponseMessage> AskAsync(HttpClient client, Guid service, string number) =>
        client.PostAsJsonAsync(Root, new { serviceId = service, serviceNumber = number });

    /// <summary>Asked for; the prompt waits.</summary>
    public async Task<Prompt> PromptedAsync(Subscriber who, Guid? service = null)
    {
        using var answer = await AskAsync(who, service);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(body.GetProperty("id").GetGuid(), body.GetProperty("replyNumber").GetString()!, who);
    }

    /// <summary>Asked for and confirmed.</summary>
    public async Task<Prompt> SubscribedAsync(Subscriber who, Guid? service = null)
    {
        var prompt = await PromptedAsync(who, service);
        await TextAsync(who.Number, prompt.ReplyNumber, "是");
        await StatusAsync(prompt.Id, "Active");
        return prompt;
    }

    /// <summary>A text message from a phone, as Notifications tells of it.</summary>
    public async Task<Guid> TextAsync(
        string from,
        string to,
        string text,
        Guid? message = null,
        DateTimeOffset? receivedAt = null
    )
    {
        var id = message ?? Guid.CreateVersion7();
        await _platform.Neighbours.SayAsync(
            new InboundMessageReceived(id, 1, from, to, text, receivedAt ?? _platform.Now)
        );
        return id;
    }

    /// <summary>Waits for a subscription's status.</summary>
    public Task StatusAsync(Guid subscription, string status) =>
        Eventually.TrueAsync(async () => await StatusOf(subscription) == status, $"{status} of {subscription}");

    public Task<string?> StatusOf(Guid subscription) =>
        _platform.Vas.ScalarAsync<string>($"select status from vas_subscriptions where id = '{subscription}'");

    /// <summary>What an answer came to, once it is recorded.</summary>
    public Task<string> OutcomeAsync(Guid message) =>
        Eventually.GetAsync(
            () =>
                _platform.Vas.ScalarAsync<string>($"select outcome from prompt_answers where message_id = '{message}'"),
            $"a record of answer {message}"
        );

    public async Task<HttpResponseMessage> ChargeAsync(
        string key,
        Prompt prompt,
        decimal amount = 8,
        Guid? service = null,
        DateTimeOffset? occurredAt = null,
        HttpClient? by = null,
        int? callSeconds = null
    ) =>
        await (by ?? Partner()).PostAsJsonAsync(
            Charges,
            new
            {
                key,
                serviceId = service ?? Service,
                subscriptionId = prompt.Id,
                amount,
                occurredAt = occurredAt ?? _platform.Now,
                callSeconds,
            }
        );

    public static async Task<string?> CodeOf(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        ((int)answer.StatusCode).ShouldBe(409, body.GetRawText());
        return body.GetProperty("code").GetString();
    }

    public async Task SqlAsync(string sql)
    {
        await using var command = _platform.Vas.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A subscription that was asked for.</summary>
internal sealed record Prompt(Guid Id, string ReplyNumber, Subscriber Who);
