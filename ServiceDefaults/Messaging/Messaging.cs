using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Messaging;

/// <summary>The events a service may say, by their wire identity (namespace and name).</summary>
public sealed record PublishedEvents(IReadOnlyDictionary<string, Type> ByName);

/// <summary>RabbitMQ through MassTransit: quorum queues, consumers listed by the module, an outbox relay.</summary>
public static class MessagingSetup
{
    /// <summary>Marks, in a queue's name, that it belongs to one process: every replica hears its own copy.</summary>
    internal const string OfThisProcess = "-of-process-";

    /// <param name="builder">The host.</param>
    /// <param name="publishes">Every event this service says; the relay refuses any other.</param>
    /// <param name="consumers">Every consumer of this service, each by name.</param>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder,
        IReadOnlyList<Type> publishes,
        Action<IBusRegistrationConfigurator> consumers
    )
    {
        var byName = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in publishes)
        {
            byName.Add(type.FullName!, type);
        }

        builder.Services.AddSingleton(new PublishedEvents(byName));
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();

            // Queue names come from consumers' names: the prefix keeps two services from sharing one.
            bus.SetEndpointNameFormatter(
                new KebabCaseEndpointNameFormatter(builder.Environment.ApplicationName, includeNamespace: false)
            );
            consumers(bus);
            bus.AddConfigureEndpointsCallback(
                (_, name, endpoint) =>
                {
                    // A queue of one process goes with it; only lasting ones are replicated.
                    if (
                        !name.Contains(OfThisProcess, StringComparison.Ordinal)
                        && endpoint is IRabbitMqReceiveEndpointConfigurator queue
                    )
                    {
                        queue.SetQuorumQueue();
                    }

                    endpoint.UseFilter(new FailAlone());
                    RetryPolicy(endpoint);
                }
            );
            bus.UsingRabbitMq(
                (context, broker) =>
                {
                    broker.Host(
                        new Uri(
                            builder.Configuration.GetConnectionString("messaging")
                                ?? throw new InvalidOperationException("ConnectionStrings:messaging is not configured.")
                        )
                    );
                    broker.DeployTopologyOnly = builder.Configuration.GetValue("Messaging:DeployTopologyOnly", false);
                    broker.ConfigureEndpoints(context);
                }
            );
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.StopTimeout = TimeSpan.FromSeconds(5));
        return builder;
    }

    /// <summary>
    /// A database or neighbour that is away is no reason to give a message up: it waits, with growing pauses, as long
    /// as it takes. Anything else is tried three times and then lies in <c>…_error</c> for a person.
    /// </summary>
    private static void RetryPolicy(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.UseMessageRetry(retry =>
        {
            retry.Exponential(
                int.MaxValue,
                TimeSpan.FromMilliseconds(200),
                TimeSpan.FromSeconds(10),
                TimeSpan.FromMilliseconds(200)
            );
            retry.Handle<Exception>(Transient.Is);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Intervals(100, 500, 2_000);
            retry.Handle<Exception>(exception => !Transient.Is(exception));
        });
    }
}
