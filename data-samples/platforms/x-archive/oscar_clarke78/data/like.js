window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "2772591941722361840",
      "fullText": "Ci vediamo sabato alle 9. #torino #sommer",
      "expandedUrl": "https://twitter.com/i/web/status/2772591941722361840"
    }
  },
  {
    "like": {
      "tweetId": "1475931419629048085",
      "fullText": "Da leggere: https://localnews.example/7062 #wildlife",
      "expandedUrl": "https://twitter.com/i/web/status/1475931419629048085"
    }
  },
  {
    "like": {
      "tweetId": "5281342429450071947",
      "fullText": "Ci vediamo sabato alle 14. #naturschutz #wochenende",
      "expandedUrl": "https://twitter.com/i/web/status/5281342429450071947"
    }
  },
  {
    "like": {
      "tweetId": "4298739449649004212",
      "fullText": "5 people, one aim: nature conservation. What an evening. #torino",
      "expandedUrl": "https://twitter.com/i/web/status/4298739449649004212"
    }
  },
  {
    "like": {
      "tweetId": "2278839916424875070",
      "fullText": "Advertisement: trying something new for nature conservation, see https://rabattwelt.example/7213 #moortorino",
      "expandedUrl": "https://twitter.com/i/web/status/2278839916424875070"
    }
  },
  {
    "like": {
      "tweetId": "4697889226221313136",
      "fullText": "Ci vediamo sabato alle 18. #artenvielfalt #together",
      "expandedUrl": "https://twitter.com/i/web/status/4697889226221313136"
    }
  },
  {
    "like": {
      "tweetId": "5075218004343927597",
      "fullText": "Bella giornata a Torino, grazie a tutti! #moortorino #wildlife",
      "expandedUrl": "https://twitter.com/i/web/status/5075218004343927597"
    }
  },
  {
    "like": {
      "tweetId": "3738732100441146718",
      "fullText": "Ci vediamo sabato alle 12. #moor #update",
      "expandedUrl": "https://twitter.com/i/web/status/3738732100441146718"
    }
  },
  {
    "like": {
      "tweetId": "3042210474212054341",
      "fullText": "Bella giornata a Torino, grazie a tutti! #naturschutz #moortorino",
      "expandedUrl": "https://twitter.com/i/web/status/3042210474212054341"
    }
  },
  {
    "like": {
      "tweetId": "2806712512298621983",
      "fullText": "Bella giornata a Torino, grazie a tutti! #torinonaturschutz #torino",
      "expandedUrl": "https://twitter.com/i/web/status/2806712512298621983"
    }
  },
  {
    "like": {
      "tweetId": "3999192093371533801",
      "fullText": "Da leggere: https://vereinsblatt.example/2645 #artenvielfalt",
      "expandedUrl": "https://twitter.com/i/web/status/3999192093371533801"
    }
  },
  {
    "like": {
      "tweetId": "5139451493311237054",
      "fullText": "Bella giornata a Torino, grazie a tutti! #naturschutz #moortorino",
      "expandedUrl": "https://twitter.com/i/web/status/5139451493311237054"
    }
  },
  {
    "like": {
      "tweetId": "3718294322860371939",
      "fullText": "@oscar_clarke78 ha ragione, si va avanti. #naturschutz",
      "expandedUrl": "https://twitter.com/i/web/status/3718294322860371939"
    }
  },
  {
    "like": {
      "tweetId": "4250535119970426843",
      "fullText": "Ci vediamo sabato alle 18. #moortorino #gemeinsam",
      "expandedUrl": "https://twitter.com/i/web/status/4250535119970426843"
    }
  },
  {
    "like": {
      "tweetId": "3236087837333721189",
      "fullText": "Thanks to @oscar_clarke78 for having us! https://rabattwelt.example/1807 #torino #naturschutz #sponsored",
      "expandedUrl": "https://twitter.com/i/web/status/3236087837333721189"
    }
  },
  {
    "like": {
      "tweetId": "1575875342795729974",
      "fullText": "Busy day in Torino again. Thank you to everybody who turned up! #moor #torino",
      "expandedUrl": "https://twitter.com/i/web/status/1575875342795729974"
    }
  },
  {
    "like": {
      "tweetId": "5078002263924633760",
      "fullText": "Ci vediamo sabato alle 16. #naturschutz #montag",
      "expandedUrl": "https://twitter.com/i/web/status/5078002263924633760"
    }
  }
]