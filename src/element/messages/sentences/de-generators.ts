import type { Sentences } from "./sentences";

/** Names of generators and what they do; methods keep the names that papers give them. */
export const deGenerators: Sentences = {
	"Masked diffusion": "Maskierte Diffusion",
	"Hides cells and learns to predict them, then samples whole rows cell by cell; tables of numbers with a network for each column. The default: good on most tables within a minute or two.":
		"Verdeckt Zellen und lernt, sie vorherzusagen, dann zieht es ganze Zeilen Zelle um Zelle; Tabellen aus Zahlen mit einem Netz je Spalte. Der Standard: gut bei den meisten Tabellen, in ein bis zwei Minuten.",
	"Independent columns": "Unabhängige Spalten",
	"Samples every column independently: correct marginals, no dependence between columns. The baseline to beat.":
		"Zieht jede Spalte für sich: richtige Randverteilungen, keine Abhängigkeit zwischen Spalten. Woran sich alle messen.",
	"Bayesian network": "Bayes-Netz",
	"A graph of which column depends on which, with a table of probabilities each (as in PrivBayes, Zhang et al. 2014). Fitted in seconds, easy to read. Keeps a promise of differential privacy if asked for one.":
		"Ein Graph, welche Spalte von welcher abhängt, mit je einer Tabelle von Wahrscheinlichkeiten (wie in PrivBayes, Zhang et al. 2014). In Sekunden gelernt, leicht zu lesen. Hält auf Wunsch eine Zusage von Differential Privacy.",
	"Gaussian copula": "Gauß-Copula",
	"Every column's own distribution, joined by one matrix of correlations (as in SDV, Patki et al. 2016). A draft in half a second, with exact conditions.":
		"Die Verteilung jeder Spalte, verbunden durch eine Matrix von Korrelationen (wie in SDV, Patki et al. 2016). Ein Entwurf in einer halben Sekunde, mit genauen Bedingungen.",
	"Gaussian and multinomial diffusion with a plain network, as published by Kotelnikov et al. in 2023. The ancestor to compare with.":
		"Gaußsche und multinomiale Diffusion mit einem einfachen Netz, wie 2023 von Kotelnikov et al. veröffentlicht. Der Vorgänger, zum Vergleich.",
	"Clique tree, differentially private": "Clique tree, mit Differential Privacy",
	"Noisy counts of the most dependent pairs of columns, joined in one graphical model (McKenna et al. 2019, 2022). The promise of differential privacy holds against every attack.":
		"Verrauschte Anzahlen der am stärksten abhängigen Spaltenpaare, verbunden in einem graphischen Modell (McKenna et al. 2019, 2022). Die Zusage von Differential Privacy gilt gegen jeden Angriff.",
	"MST, differentially private": "MST, mit Differential Privacy",
	"Noisy counts along a tree of dependent pairs (McKenna, Miklau and Sheldon 2021, winner of a NIST challenge). The reference for differential privacy; the clique tree is better.":
		"Verrauschte Anzahlen entlang eines Baums abhängiger Paare (McKenna, Miklau und Sheldon 2021, Sieger eines NIST-Wettbewerbs). Der Maßstab für Differential Privacy; der Clique tree ist besser.",
	"DPGAN, differentially private": "DPGAN, mit Differential Privacy",
	"Two networks that train against each other, of which the one that sees the rows learns with noise, after Xie et al. 2018. To compare with: the clique tree keeps the same promise in seconds.":
		"Zwei Netze, die gegeneinander lernen; das eine, das die Zeilen sieht, lernt mit Rauschen, nach Xie et al. 2018. Zum Vergleich: Der Clique tree hält dieselbe Zusage in Sekunden.",
	"Rows halfway between real rows and their neighbours (Chawla et al. 2002). Not for publishing: real rows can be recovered from them. A yardstick for utility, and what attacks must catch.":
		"Zeilen auf halbem Weg zwischen echten Zeilen und ihren Nachbarn (Chawla et al. 2002). Nicht zum Veröffentlichen: Echte Zeilen lassen sich daraus gewinnen. Ein Maßstab für den Nutzen, und was Angriffe finden müssen.",
	"Two networks that train against each other, conditioned on one category at a time, as published by Xu et al. in 2019. What most papers compare with.":
		"Zwei Netze, die gegeneinander lernen, je unter der Bedingung einer Kategorie, wie 2019 von Xu et al. veröffentlicht. Womit die meisten Arbeiten vergleichen.",
	"A variational autoencoder with a Gaussian for numbers and a softmax for categories, as published by Xu et al. in 2019. Trains faster than CTGAN; to compare with.":
		"Ein Variational Autoencoder mit Normalverteilung für Zahlen und Softmax für Kategorien, wie 2019 von Xu et al. veröffentlicht. Lernt schneller als CTGAN; zum Vergleich.",
	"Gaussian diffusion of numbers and of learned embeddings of categories, after Sattarov et al. 2023. Takes columns of thousands of categories; to compare with.":
		"Gaußsche Diffusion von Zahlen und gelernten Einbettungen von Kategorien, nach Sattarov et al. 2023. Nimmt Spalten mit Tausenden von Kategorien; zum Vergleich.",
	"An autoencoder and diffusion in its latent space, after Suh et al. 2023, with sampled categories. Shows a map of synthetic rows; to compare with.":
		"Ein Autoencoder und Diffusion in seinem latenten Raum, nach Suh et al. 2023, mit gezogenen Kategorien. Zeigt eine Karte synthetischer Zeilen; zum Vergleich.",
	"Two networks that train against each other, then for groups to fare alike as well, after Rajabi and Garibay 2022. To compare with: a fair target on another generator costs less and holds more.":
		"Zwei Netze, die gegeneinander lernen, dann auch dafür, dass Gruppen gleich abschneiden, nach Rajabi und Garibay 2022. Zum Vergleich: Ein faires Ergebnis mit einem anderen Generator kostet weniger und hält mehr.",
};
