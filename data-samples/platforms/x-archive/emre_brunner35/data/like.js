window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "3263217525947879664",
      "fullText": "@marko_pichler46 ha ragione, si va avanti. #torino",
      "expandedUrl": "https://twitter.com/i/web/status/3263217525947879664"
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
      "tweetId": "5359745366482931031",
      "fullText": "Ci vediamo sabato alle 16. #naturschutz #weekend",
      "expandedUrl": "https://twitter.com/i/web/status/5359745366482931031"
    }
  },
  {
    "like": {
      "tweetId": "1399421242347872503",
      "fullText": "Ci vediamo sabato alle 16. #moortorino #monday",
      "expandedUrl": "https://twitter.com/i/web/status/1399421242347872503"
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
      "tweetId": "4043449866630703150",
      "fullText": "Ci vediamo sabato alle 12. #moortorino #together",
      "expandedUrl": "https://twitter.com/i/web/status/4043449866630703150"
    }
  }
]