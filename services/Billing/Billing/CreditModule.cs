using System;
using System.Collections.Generic;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Features.Credit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Billing;

/// <summary>Credit control per line and restore after payment (features.md B10, B11).</summary>
internal static class CreditModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } =
    [
        typeof(ArrearsReminderDue),
        typeof(LineSuspended),
        typeof(LineRestored),
        typeof(LineTerminated),
        typeof(AccountClosed),
        typeof(RestoreGuaranteeMissed),
    ];

    public static void AddCredit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SwitchSignal>();
        builder.Services.AddSingleton<IInterceptor, WakeSwitchAfterCommit>();
        builder.Services.AddScoped<RestorePaidLines>();
        builder.Services.AddScoped<SettleLineOrder>();
        builder
            .Services.AddHttpClient<SwitchClient>(http =>
            {
                const string Key = "services:simulators:http:0";
                http.BaseAddress = new Uri(
                    builder.Configuration[Key] ?? throw new InvalidOperationException($"{Key} is not configured.")
                );
                http.Timeout = SwitchClient.Timeout;
            })
            .RemoveAllLoggers(); // they would tell customers' numbers, which stand in the address
        builder.Services.AddHostedService<RemindOfArrears>();
        builder.Services.AddHostedService<SuspendOverdueLines>();
        builder.Services.AddHostedService<TerminateSuspendedLines>();
        builder.Services.AddHostedService<SendLineOrders>();
        builder.Services.AddHostedService<MissRestoreGuarantees>();
    }

    public static void MapCredit(this WebApplication app)
    {
        GetLineStanding.Map(app.MapGroup("/api/billing/v1/lines").WithResourceConventions());
        ListStandings.Map(app.MapGroup("/api/billing/v1/accounts").WithResourceConventions());
        ListRestoreGuarantees.Map(app.MapGroup(ListRestoreGuarantees.Root).WithResourceConventions());

        var bills = app.MapGroup("/api/billing/v1/bills").WithResourceConventions();
        DisputeCharge.Map(bills);
        DecideDispute.Map(bills);
    }
}
